"""Score attribution on the German news quotation corpus and print one table.

The corpus (CC BY-NC-SA) is evaluated on only; nothing is learnt from it. Its place is
`$NUTGRAF_CORPORA/corpora/german-news-quotes-train/train.jsonl.gz`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, "/work/main/service")
from nutgraf.annotation.attribution import drafts
from nutgraf.annotation.language import language
from nutgraf.annotation.segmentation import segment
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document


def load() -> list[dict[str, Any]]:
    root = Path(os.environ.get("NUTGRAF_CORPORA", "../shared/data"))
    with gzip.open(root / "corpora/german-news-quotes-train/train.jsonl.gz", "rt") as f:
        return [json.loads(line) for line in f]


def document(row):
    text = row["text"]
    blocks = tuple(Block(m.start(), m.end(), BlockRole.BODY) for m in re.finditer(r"\S[^\n]*", text))
    return Document(text, "de", blocks)


def toks(text, spans):
    out = set()
    for a, b in spans:
        for m in re.finditer(r"\w+", text[a:b]):
            out.add(a + m.start())
    return out


def match(gold, pred):
    pairs = []
    for i, g in enumerate(gold):
        for j, p in enumerate(pred):
            o = len(g[0] & p[0])
            if o:
                pairs.append((-2 * o / (len(g[0]) + len(p[0])), i, j))
    pairs.sort()
    gi, pj, out = set(), set(), []
    for _, i, j in pairs:
        if i not in gi and j not in pj:
            gi.add(i); pj.add(j); out.append((i, j))
    return out


def merged(ds, text):
    out = []
    for d in ds:
        if out and d.cue is None and out[-1].cue is None and d.inherited and out[-1].speaker == d.speaker and d.start > out[-1].end and len(text[out[-1].end:d.start].strip(' .!?"“')) == 0 and "\n" not in text[out[-1].end:d.start]:
            from dataclasses import replace
            out[-1] = replace(out[-1], end=d.end)
        else:
            out.append(d)
    return out


def main():
    ap = argparse.ArgumentParser(); ap.add_argument("-v", type=int, default=0); ap.add_argument("-s", type=int, default=0)
    ap.add_argument('-t', default='')
    args = ap.parse_args()
    lang = language("de")
    P = R = SP = SR = JP = JR = 0.0; np_ = ng = nsp = nsg = 0
    bytype = {}
    t0 = time.time(); shown = 0
    import collections
    cuefp = collections.Counter()
    for n, row in enumerate(load()):
        doc = document(row); text = row["text"]
        layers = Layers(doc, segment(doc))
        ds = [d for group in drafts(layers, lang) for d in group if d.claim or d.cue]
        ds = merged(ds, text)
        pred = [(toks(text, [(d.start, d.end)]), toks(text, [d.speaker] if d.speaker else []), d) for d in ds]
        gold = [(toks(text, a["quote"]), toks(text, a["speaker"]), a) for a in row["annotations"]]
        pairs = match(gold, pred)
        np_ += len(pred); ng += len(gold)
        for i, j in pairs:
            g, p = gold[i], pred[j]
            o = len(g[0] & p[0]); prec = o / len(p[0]); rec = o / len(g[0])
            P += prec; R += rec
            b = bytype.setdefault(g[2]["type"], [0, 0.0]); b[1] += rec
            ok = bool(g[1] & p[1]) or (not g[1] and not p[1])
            JP += prec * ok; JR += rec * ok
            if p[1] and g[1]:
                SP += len(g[1] & p[1]) / len(p[1]); SR += len(g[1] & p[1]) / len(g[1])
        for g in gold:
            bytype.setdefault(g[2]["type"], [0, 0.0])[0] += 1
            nsg += bool(g[1])
        nsp += sum(bool(p[1]) for p in pred)
        mi = {i for i, _ in pairs}; mj = {j for _, j in pairs}
        for j,p in enumerate(pred):
            if j not in mj and p[2].cue: cuefp[text[p[2].cue[0]:p[2].cue[1]]] += 1
        if args.v and n >= args.s and shown < args.v:
            for j, p in enumerate(pred):
                d = p[2]
                best = [(i, jj) for i, jj in pairs if jj == j]
                tag = "OK " if best and len(gold[best[0][0]][0] & p[0]) / len(gold[best[0][0]][0] | p[0]) > .7 else ("PART" if best else "FP ")
                spk = ''
                if best:
                    g=gold[best[0][0]]
                    spk = 'S+' if (g[1]&p[1]) or (not g[1] and not p[1]) else 'S-'
                if tag != "OK " or spk=='S-':
                    print(tag, spk, repr(text[d.start:d.end]), "| cue", text[d.cue[0]:d.cue[1]] if d.cue else None, "| sp", text[d.speaker[0]:d.speaker[1]] if d.speaker else None, d.inherited)
                    if best: print("      gold", [text[a:b] for a, b in gold[best[0][0]][2]["quote"]], [text[a:b] for a, b in gold[best[0][0]][2]["speaker"]])
            for i, g in enumerate(gold):
                if i not in mi:
                    print("FN ", g[2]["type"], [text[a:b] for a, b in g[2]["quote"]], "| cue", [text[a:b] for a, b in g[2]["cue"]], "| sp", [text[a:b] for a, b in g[2]["speaker"]])
            shown += 1
    f = lambda p, r: 2 * p * r / (p + r) if p + r else 0
    print(f"pred {np_} gold {ng}")
    print(f"content P {P/np_:.3f} R {R/ng:.3f} F1 {f(P/np_, R/ng):.3f}")
    print(f"speaker P {SP/nsp:.3f} R {SR/nsg:.3f} F1 {f(SP/nsp, SR/nsg):.3f}")
    print(f"joint(corpus pooled) F1 {f((P+SP)/(np_+nsp), (R+SR)/(ng+nsg)):.3f}  joint(content with right speaker) {f(JP/np_, JR/ng):.3f}")
    for k, (n, r) in bytype.items():
        print(k, n, f"{r/n:.3f}")
    print(cuefp.most_common(40))
    print(f"{time.time()-t0:.1f}s")

main()
