"""`python -m bench`: seed, measure, keep, compare. Ends with 1 when a promise is broken or something became worse."""

import argparse
import os
import sys

import django


def main() -> int:
    """Run the benchmarks of one size."""
    words = _words()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.bench")
    django.setup()
    from bench import measure, report, work, world
    from bench.pages import PAGES

    world.make(words.size)
    about = report.machine()
    pages = []
    for page in PAGES:
        if words.only in page.name:
            pages.append(measure.figures(page, words.rounds))
            _tell(pages[-1])
    found = report.worse(pages, report.last_of(words.size, about["database"].split()[0]))
    if words.strict:
        found += [
            f"{page.name}: {page.cpu_ms} ms of CPU, {page.promised_cpu_ms} promised"
            for page in pages
            if page.promised_cpu_ms and not page.left_out and page.cpu_ms > page.promised_cpu_ms
        ]
    done = [] if words.only else work.measured()
    found += [
        f"{one.name}: {one.rate:.0f} {one.unit}/s in {one.wall_s:.2f} s, {one.promise}" for one in done if not one.kept
    ]
    print(report.table(words.size, about, pages))
    print(work.table(done))
    if not words.only and not words.dry:
        print(f"Kept in {report.keep(words.size, about, pages, done).relative_to(report.ROOT)}")
        report.write_table(words.size, about, pages, work.table(done))
    for sentence in found:
        print(f"WORSE  {sentence}")
    return 1 if found else 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", default=os.environ.get("SIZE", "S"), choices=["S", "peer", "M", "L"])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    parser.add_argument("--dry", action="store_true", help="keep no file and no table")
    parser.add_argument("--strict", action="store_true", default=os.environ.get("BENCH_STRICT") == "1")
    return parser.parse_args()


def _tell(page: object) -> None:
    print(f"  {page.name}: {page.left_out or f'{page.ratio} x {page.floor}, {page.queries} queries'}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
