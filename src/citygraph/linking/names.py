"""Names as they are compared: what differs only in width, case or blanks is the same."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_DOTS = re.compile(r"[\s\u00b7\u30fb\u2010-\u2015\-_'’`´.,、。･()（）\[\]「」『』]+")
_NUMBER = re.compile(r"\d+")
_LETTERS_PER_EDIT, _CHARACTERS_PER_EDIT = 5, 8
_SOUNDS = re.compile(r"[\x00-\x7f\u30a0-\u30ff\uac00-\ud7a3]*")
"""Letters, katakana and Hangul: they write sounds, as names from elsewhere are written."""
_OF = re.compile("(?<=.)[の의](?=.)")
"""What may stand between two nouns or be left out, in Japanese and in Korean."""
_NOT_PLURAL = ("ss", "us", "is")
_EASTERN = ("ja", "ko")
_WIDE: Mapping[int, int] = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
"""What turns ASCII into the full-width letters of East Asian fonts (U+FF01 to U+FF5E)."""
_NARROW: Mapping[int, str] = {
    ord(unicodedata.normalize("NFKC", chr(code))): chr(code) for code in range(0xFF66, 0xFFA0)
}
"""What turns decomposed katakana into half-width letters, voicing marks included."""


def folded(name: str) -> str:
    """Fold a name: NFKC, no case, single blanks.

    >>> folded("Ｗｉ‐Ｆｉ  ")
    'wi‐fi'
    """
    # compatible forms may appear by folding, so it is normalised twice (Unicode 16, section 3.13.5)
    once = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", once).split())


def key(name: str, language: str) -> str:
    """Fold a name further for one language.

    No marks stand between words; English is without accents and in the singular.

    >>> key("Tablet Computers", "en"), key("Kōtō", "en"), key("拡張 現実", "ja")
    ('tablet computer', 'koto', '拡張現実')
    """
    bare = _DOTS.sub(" ", folded(name)).strip()
    if language in _EASTERN:
        return bare.replace(" ", "")
    apart = unicodedata.normalize("NFD", bare)
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    words = plain.removeprefix("the ").split(" ")
    return " ".join([*words[:-1], singular(words[-1])])


def singular(word: str) -> str:
    """Give the singular of an English word, as far as its ending says it.

    >>> [singular(each) for each in ("robots", "cities", "glass", "5g", "branches")]
    ['robot', 'city', 'glass', '5g', 'branch']
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(_NOT_PLURAL):  # noqa: PLR2004
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def akin(one: str, other: str) -> bool:
    """Say whether a folded name may be a shorter form or another spelling of another one.

    A shorter form has only words of the longer one, and at least half of them; where no blanks
    stand between words, it is a part of it. Another spelling differs in one letter of five, as
    romanisations do, and names from elsewhere in katakana and Hangul. Other characters tell more
    than letters, so there it is one of eight, besides the particle between two nouns. Names with
    different numbers are never akin.

    >>> akin("haesol office of education", "haesol metropolitan office of education")
    True
    >>> akin("kang do yun", "kang doyoon"), akin("expo 2023", "expo 2025")
    (True, False)
    >>> akin("ヒートアイランド", "ヒートアイランド現象"), akin("東京", "東京タワー")
    (True, False)
    >>> akin("ヴァイオリン・ソナタ", "バイオリン・ソナタ"), akin("소나타", "소네트")
    (True, False)
    >>> akin("河川氾濫", "河川の氾濫"), akin("港北区", "港南区")
    (True, False)
    """
    if _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    shorter, longer = sorted((one, other), key=len)
    words, more = set(shorter.split()), set(longer.split())
    if len(more) > 1:
        part = words <= more and 2 * len(words) >= len(more)
    else:
        part = shorter in longer and 2 * len(shorter) >= len(longer)
    bare, longest = sorted((_OF.sub("", each.replace(" ", "")) for each in (one, other)), key=len)
    heard = _SOUNDS.fullmatch(bare) and _SOUNDS.fullmatch(longest)
    most = len(longest) // (_LETTERS_PER_EDIT if heard else _CHARACTERS_PER_EDIT)
    return part or (len(longest) - len(bare) <= most and _edits(bare, longest) <= most)


def _edits(one: str, other: str) -> int:
    """Count the letters to be put in, left out or changed (Levenshtein's distance)."""
    row = list(range(len(other) + 1))
    for done, letter in enumerate(one, 1):
        above, row = row, [done]
        for place, theirs in enumerate(other):
            row.append(min(above[place + 1] + 1, row[-1] + 1, above[place] + (letter != theirs)))
    return row[-1]


def spellings(name: str, language: str) -> tuple[str, ...]:
    """Give the spellings under which a name is looked up, as endpoints compare to the letter.

    >>> spellings("Credit cards", "en")
    ('Credit cards', 'credit cards', 'Credit card', 'credit card', 'Ｃｒｅｄｉｔ\u3000ｃａｒｄｓ')
    >>> spellings("５Ｇ", "ja")
    ('５Ｇ', '5G')
    >>> spellings("au PAY", "ja")
    ('au PAY', 'auPAY', 'ａｕ\u3000ＰＡＹ', 'ａｕ ＰＡＹ', 'ａｕＰＡＹ')
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    found = [name.strip(), plain, *(_eastern(plain) if language in _EASTERN else _western(plain))]
    return tuple(dict.fromkeys(each for each in found if each))


def _western(name: str) -> list[str]:
    """List the ways in which English writes a name: case, the singular, and full-width letters."""
    head, blank, last = name.rpartition(" ")
    found = []
    for each in (name, head + blank + singular(last)):
        found += [each, each[:1].lower() + each[1:], each[:1].upper() + each[1:]]
        if all(word[1:] == word[1:].lower() for word in each.split()):
            found.append(each.lower())
    return [*found, name.translate(_WIDE).replace(" ", "\u3000")]


def _eastern(name: str) -> list[str]:
    """List the ways in which Japanese and Korean write a name: width, blanks, and composition."""
    wide = name.translate(_WIDE)
    found = [name.replace(" ", ""), wide.replace(" ", "\u3000"), wide, wide.replace(" ", "")]
    apart = unicodedata.normalize("NFD", name)
    return [*found, apart.translate(_NARROW), apart]
