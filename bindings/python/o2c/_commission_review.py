"""What people answer to their statements of commissions (提成确认): accepted, objected to, open."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from o2c import _core

if TYPE_CHECKING:
    from o2c._commission import CommissionResult, Row
    from o2c._commission_statement import CommissionStatement

STANDINGS = ("accepted", "accepted_by_silence", "objected", "open")

_Date = datetime.date | str


class CommissionStatementReview:
    """How one person's statement stands on a day."""

    def __init__(
        self,
        statement: CommissionStatement,
        answers: Iterable[_core.StatementAnswer],
        handed_out: _Date,
        as_of: _Date,
    ) -> None:
        review = _core.review_statement(
            statement._result.plan,
            str(statement.salesperson),
            [row["line"] for row in (*statement.lines, *statement.uncounted)],
            handed_out,
            list(answers),
            as_of,
        )
        self.salesperson = statement.salesperson
        self.deadline: datetime.date | None = review["deadline"]
        """The last day for an answer; None: the plan states none."""
        whole: Row = review["whole"]
        self.whole = _answered(whole)
        """What was said of the statement as a whole: ``standing``, ``answered``, ``reason``."""
        of_lines = [_answered(said) for said in review["lines"]]
        self.lines: list[Row] = [
            {**row, **said} for row, said in zip(statement.lines, of_lines, strict=False)
        ]
        """The statement's lines, and of each ``standing`` ("accepted", "accepted_by_silence",
        "objected", "open"), ``answered`` (the day), ``reason``."""
        self.uncounted: list[Row] = [
            {**row, "answer": said.pop("standing"), **said}
            for row, said in zip(statement.uncounted, of_lines[len(self.lines) :], strict=True)
        ]
        """Those that earn nothing, which can be objected to as well: ``standing`` says why they do,
        ``answer`` what ``standing`` says of the others."""

    @property
    def objections(self) -> list[Row]:
        """What has to be looked at: ``salesperson``, ``line`` (None: the statement as a whole),
        ``commission`` (None: the line earns nothing), ``answered``, ``reason``."""
        uncounted = [
            {**row, "commission": None, "standing": row["answer"]} for row in self.uncounted
        ]
        said = [{"line": None, "commission": None, **self.whole}, *self.lines, *uncounted]
        return [
            {
                "salesperson": self.salesperson,
                **{key: row[key] for key in ("line", "commission", "answered", "reason")},
            }
            for row in said
            if row["standing"] == "objected"
        ]

    def __repr__(self) -> str:
        return (
            f"<CommissionStatementReview: {self.salesperson}, {len(self.lines)} lines, "
            f"{len(self.objections)} objections>"
        )


class CommissionReview:
    """How all statements of a settlement stand on a day: what the controller goes through."""

    def __init__(
        self,
        result: CommissionResult,
        answers: Iterable[_core.StatementAnswer],
        handed_out: _Date,
        as_of: _Date,
    ) -> None:
        answers = list(answers)
        lines: dict[str | int, int] = {}
        for row in result.rows:
            lines[row["salesperson"]] = lines.get(row["salesperson"], 0) + row["lines"]
        names = {str(who): who for who in lines}
        for row in result.payouts:
            names.setdefault(row["salesperson"], row["salesperson"])
        for i, answer in enumerate(answers):
            who = answer.salesperson
            # Somebody all of whose lines earn nothing has a statement as well.
            if who not in names and not result._lines.uncounted_of(who):
                raise _core.InvalidArgument(
                    f"answers: row {i}, salesperson: expected one who has lines or is paid, "
                    f"got {who!r}"
                )
            names.setdefault(who, who)
        said = {answer.salesperson for answer in answers}
        self.statements: dict[str | int, CommissionStatementReview] = {
            names[who]: CommissionStatementReview(
                result.statement(names[who]), answers, handed_out, as_of
            )
            for who in sorted(said)
        }
        """The reviews of those who have answered."""
        # Of those who have not, all lines stand alike: as one that nobody has said anything of.
        silent = _core.review_statement(result.plan, "", [0], handed_out, [], as_of)
        self.deadline: datetime.date | None = silent["deadline"]
        """The last day for an answer; None: the plan states none."""
        self.rows: list[Row] = [
            self._row(names[who], lines.get(names[who], 0), silent["lines"][0]["standing"])
            for who in sorted(names)
        ]
        """By person: ``salesperson``, ``lines``, and how many of them are ``accepted``,
        ``accepted_by_silence``, ``objected`` and ``open``; how many are ``missed``: objected to, as
        they earn nothing; how the ``whole`` stands."""

    def _row(self, who: str | int, lines: int, silent: str) -> Row:
        review = self.statements.get(who)
        if review is None:
            counts = {name: lines if name == silent else 0 for name in STANDINGS}
            return {"salesperson": who, "lines": lines, **counts, "missed": 0, "whole": silent}
        standings = [row["standing"] for row in review.lines]
        counts = {name: standings.count(name) for name in STANDINGS}
        return {
            "salesperson": who,
            "lines": len(standings),
            **counts,
            "missed": sum(row["answer"] == "objected" for row in review.uncounted),
            "whole": review.whole["standing"],
        }

    @property
    def objections(self) -> list[Row]:
        """All objections, by person: as of CommissionStatementReview.objections."""
        return [row for review in self.statements.values() for row in review.objections]

    def __repr__(self) -> str:
        return f"<CommissionReview: {len(self.rows)} people, {len(self.objections)} objections>"


def _answered(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "standing": said["standing"],
        "answered": said["date"],
        "reason": said["reason"] or None,
    }
