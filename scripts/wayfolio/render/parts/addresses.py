"""The address of each page, from the site's root."""

from wayfolio.model.names import BadgeId, Code, ExperienceId, PartnerId, PathwayId, slug_of


def competency_address(code: Code) -> str:
    """Return the address of a competency's page."""
    return f"competencies/{slug_of(code)}/"


def experience_address(name: ExperienceId) -> str:
    """Return the address of the page of a studio or another experience."""
    return f"studios/{name}/"


def pathway_address(name: PathwayId) -> str:
    """Return the address of a pathway's page."""
    return f"pathways/{name}/"


def badge_address(name: BadgeId) -> str:
    """Return the address of a badge's page."""
    return f"badges/{name}/"


def partner_address(name: PartnerId) -> str:
    """Return the address of a partner's page."""
    return f"partners/{name}/"


def portfolio_address(learner: str) -> str:
    """Return the address of a learner's portfolio; `learner` is its last part."""
    return f"learners/{learner}/"


def transcript_address(learner: str) -> str:
    """Return the address of a learner's transcript."""
    return f"learners/{learner}/transcript/"


def growth_address(learner: str) -> str:
    """Return the address of a learner's growth by competency."""
    return f"learners/{learner}/growth/"


def history_address(learner: str) -> str:
    """Return the address of the history of a learner's page."""
    return f"learners/{learner}/history/"


def evidence_address(learner: str, slug: str) -> str:
    """Return the address of a piece of evidence."""
    return f"learners/{learner}/evidence/{slug}/"


def project_address(learner: str, slug: str) -> str:
    """Return the address of a learner's culminating project."""
    return f"learners/{learner}/projects/{slug}/"


def award_address(learner: str, name: BadgeId) -> str:
    """Return the address of a learner's award."""
    return f"learners/{learner}/badges/{name}/"
