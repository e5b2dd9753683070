"""`python -m tests.realtime.fuzz --inputs 1000000 [--seed N]`: ends at the first input that finds something."""

import argparse
import asyncio
import os
import random
import resource
import time
from typing import Final

WEIGHTS: Final = {"frame": 80, "live": 10, "query": 4, "header": 4, "path": 2}
BUILT: Final = 0.3  # of the frames are nearly honest: most of the others end at the first number
ANEW: Final = 40  # inputs to one document: a poisoned state would otherwise hide what comes after
DECODE: Final = 30  # of the documents so made, each how-manieth the child decodes


async def run(inputs: int, seed: int) -> None:
    from realtime import decode, protocol

    from .grammar import built
    from .places import Door, places
    from .seeds import mutated, seeds

    draw, pools, door = random.Random(seed), seeds(), Door()
    take = places(door)
    names, weights = list(WEIGHTS), list(WEIGHTS.values())
    began, decoded = time.monotonic(), 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(inputs):
        where = draw.choices(names, weights)[0]
        data = mutated(draw, pools[where])
        if where == "frame" and draw.random() < BUILT:
            data = protocol.sync_update(built(draw, door.document._accepted.clocks))
        at = time.process_time()
        try:
            take[where](data)
        except BaseException:
            print(f"found by input {number} of seed {seed}, {where}: {data.hex()}", flush=True)
            raise
        took = time.process_time() - at
        if took > 1.0:
            raise SystemExit(f"input {number} of seed {seed} took {took:.1f} s, {where}: {data.hex()}")
        if number % ANEW == ANEW - 1:
            if number // ANEW % DECODE == 0 and door.taken:
                try:
                    decode.render(door.taken)
                    decode.fold(door.taken)
                except decode.Undecodable:
                    print(f"not decoded after input {number}: {[body.hex() for body in door.taken]}", flush=True)
                    raise
                decoded += 1
            door.begin()
        await asyncio.sleep(0)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{inputs} inputs, seed {seed}: nothing found. {door.passed} updates passed, {decoded} documents were "
        f"decoded, memory grew by {grown:.0f} MB to {before / 1024 + grown:.0f}, {time.monotonic() - began:.0f} s."
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.realtime.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    os.environ |= {"DEMO": "1", "DJANGO_SETTINGS_MODULE": "workspace.config.settings"}
    import django

    django.setup()
    asyncio.run(run(options.inputs, options.seed))


if __name__ == "__main__":
    main()
