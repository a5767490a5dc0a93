using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>Whether a stream can be used.</summary>
public class StreamStatus(string value) : ConstantClass(value)
{
    /// <summary>It can.</summary>
    public static readonly StreamStatus ACTIVE = new("ACTIVE");

    /// <summary>Not yet.</summary>
    public static readonly StreamStatus CREATING = new("CREATING");

    /// <summary>No more.</summary>
    public static readonly StreamStatus DELETING = new("DELETING");

    /// <summary>It can, and it is being changed.</summary>
    public static readonly StreamStatus UPDATING = new("UPDATING");

    /// <summary>Names a state.</summary>
    public static implicit operator StreamStatus(string value) => new(value);
}
