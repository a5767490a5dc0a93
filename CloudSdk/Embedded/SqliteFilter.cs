namespace DroneLink.CloudSdk.Embedded;

/// <summary>Builds a WHERE clause from the conditions that a query has. Values only ever go in as parameters.</summary>
internal sealed class SqliteFilter
{
    private readonly List<string> _conditions = [];
    private readonly List<object?> _arguments = [];

    /// <summary>The values, in order of their parameters.</summary>
    public ReadOnlySpan<object?> Arguments => _arguments.ToArray();

    /// <summary>Adds a condition in which <c>{0}</c>, <c>{1}</c>, … stand for the values.</summary>
    public void Add(string condition, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _arguments.Add(values[i]);
            condition = condition.Replace($"{{{i}}}", $"${_arguments.Count}", StringComparison.Ordinal);
        }

        _conditions.Add(condition);
    }

    /// <summary>Adds the bounds of an effective time: the first belongs to it, the second does not.</summary>
    public void AddTime(long? fromMs, long? toMs)
    {
        if (fromMs is { } from)
            Add("effective >= {0}", from);
        if (toMs is { } to)
            Add("effective < {0}", to);
    }

    /// <summary>Adds a parameter that is no condition and returns its name.</summary>
    public string Parameter(object value)
    {
        _arguments.Add(value);
        return $"${_arguments.Count}";
    }

    /// <summary>Returns the clause, empty when there is no condition.</summary>
    public string Where() => _conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", _conditions);
}
