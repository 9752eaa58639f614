"""Entities by what people call them: one rule for lists, for the search over everything and for what is offered while
somebody types."""

from __future__ import annotations

import unicodedata
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from sigai_web.store.models import EntityFact

_FULL = str.maketrans("()", "（）")


def holding(text: str) -> Q:
    """The entities of which every word of a text stands in the name, now or before, or in the code; all for no words.

    Names are kept as they were given: what is typed with brackets of one width is looked for in the other, too.
    """
    return reduce(and_, map(_holding_word, text.split()), ~Q(pk__in=()))


def _holding_word(word: str) -> Q:
    plain = unicodedata.normalize("NFKC", word)
    written = sorted({word, plain, plain.translate(_FULL)})
    former = EntityFact.objects.filter(reduce(or_, (Q(value__icontains=each) for each in written)), fact="name")
    named = reduce(or_, (Q(name__icontains=each) for each in written))
    return named | Q(pk__icontains=plain) | Q(pk__in=former.order_by().values("entity"))
