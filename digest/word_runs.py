"""How many runs of words texts have in common (Broder 1997), counted in arrays.

One rule: a run that many texts hold tells little of any two of them. It is
counted between the fullest text that holds it and each of the others, apart
from the rest, so that the cost stays near the number of words.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digest.vectors import Numbers
from digest.word_numbers import Bags

RUN = 3  # words; three survive light rewording, four lose heavy rewrites
TEXTS_AT_ONCE = 2_000  # while their runs are hashed; bounds the memory
RUNS_AT_ONCE = 1 << 20  # while they are compared with the next; bounds the memory

_Hashes = NDArray[np.uint64]
# Odd numbers, one a word of the run: the first bits of their sum are a hash (Knuth 1973).
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRuns:
    """Pairs of texts by place, the fuller first, and how many different runs they share.

    ``few`` counts the runs that few texts hold, ``many`` the others that were compared;
    ``smaller`` and ``larger`` are how many different runs the two texts have.
    """

    first: Numbers
    second: Numbers
    few: Numbers
    many: Numbers
    smaller: Numbers
    larger: Numbers


def count_shared_runs(texts: Bags, *, common: int, least: int) -> SharedRuns:
    """Compare all texts, fullest first; leave out pairs that share too little.

    Of a run that more than ``common`` texts hold, only the first of them is compared with
    the others. A pair shares ``least`` runs or more.
    """
    owners, starts, sizes = _find_holders(texts)
    few = _tally(_all_pairs(owners, starts, common, len(texts)))
    many = _tally(_pairs_with_first(owners, starts, common, len(texts)))
    halves = [pairs[2 * counts >= least] for pairs, counts in (few, many)]
    pairs, _ = _tally(np.concatenate(halves))
    pairs = pairs[_look_up(pairs, *few) + _look_up(pairs, *many) >= least]
    first, second = np.divmod(pairs, max(len(texts), 1))
    return SharedRuns(
        first=first,
        second=second,
        few=_look_up(pairs, *few),
        many=_look_up(pairs, *many),
        smaller=np.minimum(sizes[first], sizes[second]),
        larger=np.maximum(sizes[first], sizes[second]),
    )


def _find_holders(texts: Bags) -> tuple[Numbers, Numbers, Numbers]:
    """Return the holders of each run that two or more texts hold, run after run, rising.

    Then where each run starts, and how many different runs each text has.
    """
    bits = len(texts).bit_length()
    keys, sizes = _read_keys(texts, bits)
    keys = _held_twice(keys, bits)
    return _owners(keys, bits), np.flatnonzero(_changes(keys >> bits)), sizes


def _read_keys(texts: Bags, bits: int) -> tuple[_Hashes, Numbers]:
    """Return the hashes of all runs, rising, and how many different ones each text has.

    The last bits of a hash are the place of the text.
    """
    keys = np.empty(len(texts.words), dtype=np.uint64)
    sizes, end = np.zeros(len(texts), dtype=np.int64), 0
    for at in range(0, len(texts), TEXTS_AT_ONCE):
        some = texts.starts[at : at + TEXTS_AT_ONCE + 1]
        owners = np.repeat(np.arange(at, at + len(some) - 1), np.diff(some))
        found = _hash_runs(texts.words[some[0] : some[-1]], owners, bits)
        sizes += np.bincount(_owners(found, bits), minlength=len(texts))
        keys[end : end + len(found)] = found
        end += len(found)
    keys = keys[:end]
    keys.sort()
    return keys, sizes


def _owners(keys: _Hashes, bits: int) -> Numbers:
    return (keys & np.uint64((1 << bits) - 1)).astype(np.int64)


def _hash_runs(words: NDArray[np.int32], owners: Numbers, bits: int) -> _Hashes:
    """Return the hashes of the different runs of words that one text holds."""
    count = max(len(words) - RUN + 1, 0)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset, factor in enumerate(_FACTORS):
        hashes += words[offset : offset + count].astype(np.uint64) * np.uint64(factor)
    inside = owners[:count] == owners[RUN - 1 :]
    keys: _Hashes = (hashes[inside] >> bits << bits) | owners[:count][inside].astype(np.uint64)
    keys.sort()
    different: _Hashes = keys[_changes(keys)]
    return different


def _held_twice(keys: _Hashes, bits: int) -> _Hashes:
    """Keep the runs that more than one text holds."""
    changes = np.ones(len(keys) + 1, dtype=bool)
    for at in range(1, len(keys), RUNS_AT_ONCE):
        here, before = keys[at : at + RUNS_AT_ONCE], keys[at - 1 : at - 1 + RUNS_AT_ONCE]
        changes[at : at + len(here)] = (here >> bits) != (before[: len(here)] >> bits)
    held: _Hashes = keys[~(changes[:-1] & changes[1:])]
    return held


def _changes(values: _Hashes | Numbers) -> NDArray[np.bool_]:
    """Mark the values that differ from the one before, the first among them."""
    changed = np.ones(len(values), dtype=bool)
    changed[1:] = values[1:] != values[:-1]
    return changed


def _all_pairs(owners: Numbers, starts: Numbers, common: int, texts: int) -> Numbers:
    """Return every pair of holders of each run that at most ``common`` texts hold."""
    holders = np.diff(starts, append=len(owners))
    chosen = holders[holders <= common]
    pairs = np.empty(int((chosen * (chosen - 1)).sum()) // 2, dtype=np.int64)
    end = 0
    for size in np.flatnonzero(np.bincount(chosen)).tolist():
        rows = owners[starts[holders == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        found = (rows[:, one] * texts + rows[:, other]).ravel()
        pairs[end : end + len(found)] = found
        end += len(found)
    return pairs


def _pairs_with_first(owners: Numbers, starts: Numbers, common: int, texts: int) -> Numbers:
    """Return the first holder of each run that more texts hold, with each of the others."""
    holders = np.diff(starts, append=len(owners))
    firsts = np.repeat(owners[starts], holders)
    chosen = np.repeat(holders > common, holders)
    chosen[starts] = False
    found: Numbers = firsts[chosen] * texts + owners[chosen]
    return found


def _tally(values: Numbers) -> tuple[Numbers, Numbers]:
    """Sort the values in place; return the different ones, and how often each stands there."""
    values.sort()  # numpy's own unique takes ten times as long
    starts = np.flatnonzero(_changes(values))
    return values[starts], np.diff(starts, append=len(values))


def _look_up(wanted: Numbers, values: Numbers, counts: Numbers) -> Numbers:
    """Return the counts of the wanted among the rising values, 0 for one that is not there."""
    places = np.searchsorted(values, wanted)
    known = np.append(values, -1)[places] == wanted
    return np.where(known, np.append(counts, 0)[places], 0)
