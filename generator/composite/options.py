"""What a user chooses, for all steps."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.composite import imputation
from generator.composite.means import ARITHMETIC, Mean
from generator.composite.normalisation import Normalisation
from generator.composite.treatment import Treatment
from generator.errors import ProsperityError


@dataclass(frozen=True)
class Options:
    """The choices of all steps; the defaults are the plainest index.

    Attributes:
        impute: how gaps are filled.
        screen: share of its indicators that a unit needs to be kept; None keeps all.
        treat: how outliers are treated; None leaves them.
        normalise: how indicators are put on a common scale.
        aggregate: one mean for all levels, or one for each, bottom up.
        missing_threshold: share of its children that an aggregate needs to have a score; None asks for one
            child.
        allow_constant: follow COINr where a column does not vary (it becomes missing), not refuse it.
        ignore_extra: leave out columns of the values that are not in the framework, not refuse them.
    """

    impute: imputation.Method = "none"
    screen: float | None = None
    treat: Treatment | None = None
    normalise: Normalisation = field(default_factory=Normalisation)
    aggregate: tuple[Mean, ...] = (ARITHMETIC,)
    missing_threshold: float | None = None
    allow_constant: bool = False
    ignore_extra: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.impute not in imputation.METHODS:
            raise ProsperityError(
                f"the imputation '{self.impute}' is not known",
                field="--impute",
                expected=", ".join(imputation.METHODS),
            )
        for name, share in (("--screen", self.screen), ("--missing-threshold", self.missing_threshold)):
            if share is not None and not 0 <= share <= 1:
                raise ProsperityError(
                    f"the share {share} cannot be used",
                    field=name,
                    expected="0 to 1",
                    mend=f"correct {name}",
                )
