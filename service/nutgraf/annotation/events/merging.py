"""Merging: headline, summary, captions and body telling of one event become one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.events.compatibility import REAL, Judge
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.model.document import BlockRole
from nutgraf.model.event import AttributionKind, Factuality
from nutgraf.model.span import Span

#: What stands over the text and sums it up.
ABOVE = frozenset({BlockRole.HEADLINE, BlockRole.SUMMARY})


@dataclass(frozen=True, slots=True)
class Cluster:
    """Drafts that are one report, and nouns elsewhere that refer to it without telling more."""

    drafts: tuple[Draft, ...]
    references: tuple[Draft, ...] = ()

    @property
    def best(self) -> Draft:
        """The draft that tells most: in the body before elsewhere, verbs before nouns."""
        return max(self.drafts, key=_merit)

    @property
    def key(self) -> str:
        """The report's key in the document."""
        span = self.best.span
        return f"e{span.start}-{span.end}"

    @property
    def types(self) -> tuple[str, ...]:
        """The types that the drafts give, the best draft's first."""
        ordered = (self.best, *self.drafts)
        return tuple(dict.fromkeys(name for draft in ordered for name in draft.types))

    @property
    def spans(self) -> tuple[Span, ...]:
        """The triggers of all drafts and references."""
        return tuple(draft.span for draft in (*self.drafts, *self.references))


def _merit(draft: Draft) -> tuple[int, int, int, int]:
    body = int(draft.role in (BlockRole.BODY, BlockRole.LEAD))
    informative = int(not draft.status.presupposed)
    verbal = 0 if draft.trigger.nominal else 2
    return (informative, body, draft.weight + verbal, -draft.span.start)


def merge(drafts: Sequence[Draft], judge: Judge, rejected: Counter[str]) -> tuple[Cluster, ...]:
    """Put drafts of one event together; a claim that blames somebody new stays apart.

    Drafts that tell something come first, own voice before claims; a claim of what own voice
    tells too joins it or, where it only repeats, is a mere reference. Then come nouns that
    presuppose the event: these join the nearest report before them, else after them, whatever
    its voice. Weak triggers never make a report of their own.
    """
    clusters: list[Cluster] = []
    lead = min((each.paragraph for each in drafts if each.role not in ABOVE), default=0)
    telling = [each for each in drafts if not each.status.presupposed]
    for draft in sorted(telling, key=_is_claimed):
        _place_among(clusters, draft, judge, opens=draft.paragraph == lead)
    for draft in (each for each in drafts if each.status.presupposed):
        if _refer(clusters, draft, judge):
            continue
        if draft.trigger.weak:
            rejected["trigger-unsupported"] += 1
        else:
            _place_among(clusters, draft, judge, opens=False)
    return tuple(sorted(clusters, key=lambda cluster: min(cluster.spans)))


def _place_among(clusters: list[Cluster], draft: Draft, judge: Judge, *, opens: bool) -> None:
    """Let a draft join a cluster or make one; `opens` marks those of the first paragraph."""
    for at, cluster in enumerate(clusters):
        if cluster.drafts[0].attribution == draft.attribution and _fits(cluster, draft, judge):
            clusters[at] = replace(cluster, drafts=(*cluster.drafts, draft))
            return
    for at, cluster in enumerate(clusters):
        if _is_aim_of(cluster, draft, judge):
            clusters[at] = replace(cluster, references=(*cluster.references, draft))
            return
    for at, cluster in enumerate(clusters):
        if _confirms(cluster, draft, judge, opens=opens) and _fits(cluster, draft, judge):
            clusters[at] = replace(cluster, drafts=(*cluster.drafts, draft))
            return
    for at, cluster in enumerate(clusters):
        if _repeats(cluster, draft) and _fits(cluster, draft, judge):
            clusters[at] = replace(cluster, references=(*cluster.references, draft))
            return
    clusters.append(Cluster((draft,)))


def _confirms(cluster: Cluster, draft: Draft, judge: Judge, *, opens: bool) -> bool:
    """Tell whether a claim tells what own voice sums up or resumes, and no doer more.

    "Minister killed" above and "The minister was killed near X, police said" below are one
    event; who is said to have done it is no more than said.
    """
    own = [each for each in cluster.drafts if not _is_claimed(each)]
    above = opens and any(each.role in ABOVE for each in own)
    above = above or any(_is_heading_of(each, draft) for each in own)
    if not _is_claimed(draft) or not own:
        return False
    if not (above or judge.resumes(draft) or all(map(judge.resumes, own))):
        return False
    real = {draft.status.factuality, *(each.status.factuality for each in cluster.drafts)} <= REAL
    if not real:
        return False
    known = {part.entity for each in cluster.drafts for part in each.participations}
    return not any(
        part.entity not in known and judge.is_doer(part) for part in draft.participations
    )


def _is_aim_of(cluster: Cluster, draft: Draft, judge: Judge) -> bool:
    """Tell "marched to protest": the aim of what the same sentence tells is no event more."""
    aim = draft.trigger.entry.kind == "verb" and draft.status.factuality is Factuality.HYPOTHETICAL
    return aim and any(
        each.trigger.scene == draft.trigger.scene
        and each.status.factuality in REAL
        and judge.kinds.related(each.types, draft.types)
        for each in cluster.drafts
    )


def _is_heading_of(own: Draft, draft: Draft) -> bool:
    """Tell whether a heading stands right over the paragraph of a draft."""
    return own.role is BlockRole.HEADING and draft.paragraph == own.paragraph + 1


def _is_claimed(draft: Draft) -> bool:
    return draft.attribution.kind is not AttributionKind.OWN_VOICE


def _repeats(cluster: Cluster, draft: Draft) -> bool:
    """Tell whether a claim only mentions what another voice told before.

    A noun does, and the same verb again, unless they name somebody new.
    """
    known = {part.entity for each in cluster.drafts for part in each.participations}
    told = {part.entity for part in draft.participations}
    real = {draft.status.factuality, *(each.status.factuality for each in cluster.drafts)} <= REAL
    if not _is_claimed(draft) or not real or not told <= known:
        return False
    if draft.trigger.nominal:
        mere = not draft.status.told
    else:
        mere = draft.trigger.entry in [each.trigger.entry for each in cluster.drafts]
    return mere and set(draft.types) <= set(cluster.types)


def _refer(clusters: list[Cluster], draft: Draft, judge: Judge) -> bool:
    """Let a definite noun join its antecedent; in another voice it stays a mere reference."""
    fitting = [
        at
        for at, cluster in enumerate(clusters)
        if _fits(cluster, draft, judge)
        and (_is_referable(cluster, draft) or _is_resumed(cluster, draft, judge))
    ]
    if not fitting:
        return False
    at = min(fitting, key=lambda each: _distance(clusters[each], draft))
    cluster = clusters[at]
    if cluster.drafts[0].attribution == draft.attribution:
        clusters[at] = replace(cluster, drafts=(*cluster.drafts, draft))
    elif _is_resumed(cluster, draft, judge):
        clusters[at] = replace(cluster, drafts=(draft, *cluster.drafts))
    else:
        clusters[at] = replace(cluster, references=(*cluster.references, draft))
    return True


def _is_referable(cluster: Cluster, draft: Draft) -> bool:
    """Own voice does not refer to what somebody only says later ("called the riots a coup")."""
    same_voice = cluster.drafts[0].attribution == draft.attribution and not draft.trigger.weak
    return same_voice or min(cluster.spans) < draft.span


def _is_resumed(cluster: Cluster, draft: Draft, judge: Judge) -> bool:
    """Tell whether own voice has what a claim then says more of ("Der Anschlag geschah ...")."""
    first = not _is_claimed(draft) and draft.span < min(cluster.spans)
    return first and all(map(judge.resumes, cluster.drafts))


def _fits(cluster: Cluster, draft: Draft, judge: Judge) -> bool:
    return all(judge.same_event(draft, other) for other in cluster.drafts)


def _distance(cluster: Cluster, draft: Draft) -> tuple[bool, bool, int]:
    other_voice = cluster.drafts[0].attribution != draft.attribution
    start = draft.span.start
    before = [start - span.start for span in cluster.spans if span.start < start]
    if before:
        return (other_voice, False, min(before))
    return (other_voice, True, min(cluster.spans).start - start)
