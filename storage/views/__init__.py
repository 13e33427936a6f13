"""What the CLI and the page show: read-only questions, answered in frozen rows, never with a target's address."""

from storage.views.alerts import AlertViews
from storage.views.articles import ArticleViews
from storage.views.facts import FactViews
from storage.views.lines import LineViews
from storage.views.past import PastViews
from storage.views.policy import PolicyViews
from storage.views.status import StatusViews
from storage.views.stories import StoryViews
from storage.views.tallies import TallyViews


class Views(
    StatusViews, TallyViews, ArticleViews, StoryViews, FactViews, LineViews, PolicyViews, AlertViews, PastViews
):
    """Every view of one transaction."""


__all__ = ["Views"]
