"""Making the avstämning of an omgång: what it rests on, what is proposed, how answers are judged."""
