"""People."""

import factory

from accounts.models import AdminTerm, Person
from kernel import clock


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody who has joined."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@demo.example")
    name_he = factory.Sequence(lambda n: f"אדם {n}")
    name_en = factory.Sequence(lambda n: f"Person {n}")
    joined_at = factory.LazyFunction(clock.now)
    password = "!"


class NotJoinedFactory(PersonFactory):
    """Somebody who was invited and has not answered."""

    joined_at = None


class AdminTermFactory(factory.django.DjangoModelFactory):
    """A running term of administration."""

    class Meta:
        model = AdminTerm

    person = factory.SubFactory(PersonFactory)
