namespace DroneLink.CloudSdk.Planning;

/// <summary>
/// Finds the best choice of some frequencies that all keep a given separation: branch and bound, in lexicographic order, from a good
/// choice that a local search found first. It rests on one fact: adding a frequency never makes the rating or the separation better.
/// </summary>
internal sealed class PlanSearch
{
    // Products looked at, about a fifth of a second. A plan for a few drones takes a fraction of it; past it the best so far is the answer.
    private const long MaxWork = 60_000_000;
    private const int MaxRounds = 50;

    // A product that is not looked at is put where no frequency will ever be near.
    private const int Nowhere = -1_000_000;

    private readonly int[] _candidates;
    private readonly int[] _clearances;
    private readonly int[] _most;
    private readonly int _free;
    private readonly int _separation;
    private readonly int _total;

    // Of the depth that is its index: the frequencies of the plan so far, and of each product of two of them its place and distance.
    private readonly int[] _members;
    private readonly int[] _products;
    private readonly int[][] _distances;
    private readonly int[] _penalties;
    private readonly int[] _separations;
    private readonly int _fixedCount;

    private readonly int[] _picks;
    private int[] _best = [];
    private int _bestRating = int.MinValue;
    private int _bestSeparation;
    private long _work;

    /// <param name="taken">Frequencies that are in the plan already.</param>
    /// <param name="candidates">What may be chosen, ascending; each keeps the separation to what is taken or to be avoided.</param>
    /// <param name="clearances">How far each is from that.</param>
    /// <param name="free">How many to choose; so many can be.</param>
    /// <param name="separation">What any two must keep, MHz.</param>
    public PlanSearch(int[] taken, int[] candidates, int[] clearances, int free, int separation)
    {
        _candidates = candidates;
        _clearances = clearances;
        _free = free;
        _separation = separation;
        _fixedCount = taken.Length;
        _total = taken.Length + free;
        _members = new int[_total];
        _products = new int[_total * (_total - 1)];
        _distances = new int[_total + 1][];
        _penalties = new int[_total + 1];
        _separations = new int[free + 1];
        _separations[0] = int.MaxValue;
        _picks = new int[free];
        for (var depth = 0; depth <= _total; depth++)
            _distances[depth] = new int[depth * Math.Max(depth - 1, 0)];
        for (var i = 0; i < taken.Length; i++)
            Add(i, taken[i]);

        _most = new int[candidates.Length + 1];
        for (int i = candidates.Length - 1, next = candidates.Length; i >= 0; i--)
        {
            while (next > i + 1 && candidates[next - 1] - candidates[i] >= separation)
                next--;
            _most[i] = 1 + _most[next];
        }
    }

    /// <summary>Searches. Returns the best choice, ascending, and whether all others were ruled out.</summary>
    public (int[] Chosen, bool IsExact) Run()
    {
        for (var start = 0; start < _candidates.Length && _most[start] >= _free; start++)
            Improve(Lowest(start));
        _work = 0;
        Descend(0, 0);
        return ([.. _best.Select(i => _candidates[i])], _work < MaxWork);
    }

    private void Descend(int start, int depth)
    {
        if (depth == _free)
        {
            Offer(_picks, RatingAt(depth), _separations[depth]);
            return;
        }

        for (var i = start; i < _candidates.Length && depth + _most[i] >= _free && _work < MaxWork; i++)
        {
            if (depth > 0 && _candidates[i] - _candidates[_picks[depth - 1]] < _separation)
                continue;
            Pick(depth, i);
            if (CanWin(depth + 1))
                Descend(i + 1, depth + 1);
        }
    }

    private void Pick(int depth, int candidate)
    {
        _picks[depth] = candidate;
        var separation = Math.Min(_separations[depth], _clearances[candidate]);
        if (depth > 0)
            separation = Math.Min(separation, _candidates[candidate] - _candidates[_picks[depth - 1]]);
        _separations[depth + 1] = separation;
        Add(_fixedCount + depth, _candidates[candidate]);
    }

    /// <summary>Adds the n-th member to the plan: what its products hit, and what of the others hits it.</summary>
    private void Add(int count, int mhz)
    {
        var before = _distances[count];
        var after = _distances[count + 1];
        var penalty = 0;
        for (var i = 0; i < before.Length; i++)
        {
            after[i] = Math.Min(before[i], Math.Abs(_products[i] - mhz));
            penalty += Harm(after[i]);
        }

        _members[count] = mhz;
        var at = before.Length;
        for (var i = 0; i < count; i++)
        {
            penalty += AddProduct(at, (2 * mhz) - _members[i], count + 1);
            penalty += AddProduct(at + 1, (2 * _members[i]) - mhz, count + 1);
            at += 2;
        }

        _penalties[count + 1] = penalty;
        _work += before.Length + (2L * count * (count + 1)) + 1;
    }

    private int AddProduct(int at, int mhz, int count)
    {
        _products[at] = ImdRating.Counts(mhz) ? mhz : Nowhere;
        var nearest = int.MaxValue;
        for (var i = 0; i < count; i++)
            nearest = Math.Min(nearest, Math.Abs(_products[at] - _members[i]));
        _distances[count][at] = nearest;
        return Harm(nearest);
    }

    private static int Harm(int distance) =>
        distance < ImdRating.HarmlessMhz ? (ImdRating.HarmlessMhz - distance) * (ImdRating.HarmlessMhz - distance) : 0;

    private int RatingAt(int depth) => ImdRating.FromPenalty(_penalties[_fixedCount + depth], _total);

    /// <summary>Whether the picks so far can still become better than the best, or as good and lower.</summary>
    private bool CanWin(int depth)
    {
        var rating = RatingAt(depth);
        if (rating != _bestRating)
            return rating > _bestRating;
        if (_separations[depth] != _bestSeparation)
            return _separations[depth] > _bestSeparation;
        return _picks.AsSpan(0, depth).SequenceCompareTo(_best.AsSpan(0, depth)) <= 0;
    }

    private bool Offer(ReadOnlySpan<int> picks, int rating, int separation)
    {
        var isBetter = rating != _bestRating ? rating > _bestRating
            : separation != _bestSeparation ? separation > _bestSeparation
            : picks.SequenceCompareTo(_best) < 0;
        if (!isBetter)
            return false;
        _best = [.. picks];
        _bestRating = rating;
        _bestSeparation = separation;
        return true;
    }

    private int[] Lowest(int start)
    {
        var picks = new int[_free];
        var count = 0;
        for (var i = start; count < _free; i++)
        {
            if (count == 0 || _candidates[i] - _candidates[picks[count - 1]] >= _separation)
                picks[count++] = i;
        }

        return picks;
    }

    /// <summary>Moves one pick at a time to where it is best, until none can be moved for the better.</summary>
    private void Improve(int[] picks)
    {
        var (rating, separation, penalty) = Evaluate(picks);
        Offer(picks, rating, separation);
        var trial = new int[_free];
        for (var round = 0; round < MaxRounds && _work < MaxWork; round++)
        {
            var moved = false;
            for (var place = 0; place < _free; place++)
            {
                var from = place == 0 ? 0 : picks[place - 1] + 1;
                var to = place == _free - 1 ? _candidates.Length : picks[place + 1];
                for (var i = from; i < to; i++)
                {
                    if (!Keeps(picks, place, i))
                        continue;
                    picks.CopyTo(trial, 0);
                    trial[place] = i;
                    var (newRating, newSeparation, newPenalty) = Evaluate(trial);
                    Offer(trial, newRating, newSeparation);
                    if (newPenalty < penalty || (newPenalty == penalty && newSeparation > separation))
                    {
                        (penalty, separation, moved) = (newPenalty, newSeparation, true);
                        picks[place] = i;
                    }
                }
            }

            if (!moved)
                return;
        }
    }

    private bool Keeps(int[] picks, int place, int candidate) =>
        (place == 0 || _candidates[candidate] - _candidates[picks[place - 1]] >= _separation)
        && (place == _free - 1 || _candidates[picks[place + 1]] - _candidates[candidate] >= _separation);

    private (int Rating, int Separation, int Penalty) Evaluate(int[] picks)
    {
        for (var depth = 0; depth < _free; depth++)
            Pick(depth, picks[depth]);
        return (RatingAt(_free), _separations[_free], _penalties[_total]);
    }
}
