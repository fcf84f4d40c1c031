"""temporary"""
import sys
from pathlib import Path
from csr_extract.detection.example import example_problems
from csr_extract.indicators.system import read_indicator_file
def main():
    problems=[]; items=[]
    for f in sys.argv[3:]:
        items+=read_indicator_file(Path(f),problems)
    problems+=example_problems(items)
    print("\n".join(problems)); print(len(problems),"problems in",len(items),"indicators")
