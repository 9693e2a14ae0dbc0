"""Small scenarios in a folder of their own."""

import pytest

INSPECTION = """negosim: 1
title: Inspect or hide
actors:
  inspector: {name: Inspector}
  state: {name: The State}
games:
  inspection:
    name: Inspection
    moves:
      i: {actor: inspector, sees: [], options: {inspect: {name: inspects}, trust: {name: trusts}}}
      s: {actor: state, sees: [], options: {comply: {name: complies}, cheat: {name: cheats}}}
    payoffs:
      inspect: {comply: {inspector: -1, state: 0}, cheat: {inspector: -2, state: -4}}
      trust: {comply: {inspector: 0, state: 0}, cheat: {inspector: -6, state: 3}}
"""
MEETING = """negosim: 1
title: Meet somewhere
actors: {ann: {name: Ann}, bob: {name: Bob}}
games:
  meeting:
    name: Meeting
    moves:
      a: {actor: ann, sees: [], options: {park: {name: goes to the park}, cafe: {name: goes to the cafe}}}
      b: {actor: bob, sees: [], options: {park: {name: goes to the park}, cafe: {name: goes to the cafe}}}
    payoffs:
      park: {park: {ann: 3, bob: 2}, cafe: {ann: 0, bob: 0}}
      cafe: {park: {ann: 0, bob: 0}, cafe: {ann: 2, bob: 3}}
"""
ALONE = """negosim: 1
title: A choice alone
actors: {ann: {name: Ann}}
games:
  alone:
    name: Alone
    moves: {m: {actor: ann, options: {stay: {name: stays}, leave: {name: leaves}}}}
    payoffs: {stay: {ann: 1}, leave: {ann: 0}}
"""
NOTHING = """negosim: 1
title: Nothing at stake
actors: {a: {name: A}, b: {name: B}}
outcomes:
  deal: {kind: none, fighting: 0, strikes: 0, deal: 1}
  quarrel: {kind: none, fighting: 0, strikes: 0, deal: 0}
games:
  tie:
    name: Tie
    moves:
      m: {actor: a, options: {agree: {name: agrees}, part: {name: parts}}}
      n: {actor: b, options: {agree: {name: agrees}, part: {name: parts}}}
    outcome_rules:
      - {when: {m: agree, n: agree}, outcome: deal}
      - {outcome: quarrel}
"""
HOSTILE = """negosim: 1
title: "One \\e[31mred\\e[0m actor"
actors:
  a: {name: "A\\e]0;owned\\a\\u202elone"}
games:
  alone:
    name: "Al\\e[2Jone"
    moves:
      m: {actor: a, options: {stay: {name: "st\\rays"}, leave: {name: leaves}}}
    payoffs: {stay: {a: 1}, leave: {a: 0}}
"""
HALF_BLIND = """negosim: 1
extends: march-2025
games:
  half_blind:
    extends: call
    name: Half blind
    moves: {answer: {sees: [opening], when: null}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder to work in, with small scenarios."""
    monkeypatch.chdir(tmp_path)
    texts = {
        "inspection": INSPECTION,
        "meeting": MEETING,
        "alone": ALONE,
        "nothing": NOTHING,
        "hostile": HOSTILE,
        "half-blind": HALF_BLIND,
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    return tmp_path
