using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>Where reading starts.</summary>
public class ShardIteratorType(string value) : ConstantClass(value)
{
    /// <summary>Behind a sequence number.</summary>
    public static readonly ShardIteratorType AFTER_SEQUENCE_NUMBER = new("AFTER_SEQUENCE_NUMBER");

    /// <summary>At a sequence number.</summary>
    public static readonly ShardIteratorType AT_SEQUENCE_NUMBER = new("AT_SEQUENCE_NUMBER");

    /// <summary>At a time.</summary>
    public static readonly ShardIteratorType AT_TIMESTAMP = new("AT_TIMESTAMP");

    /// <summary>Behind everything that is there.</summary>
    public static readonly ShardIteratorType LATEST = new("LATEST");

    /// <summary>At the oldest that is there.</summary>
    public static readonly ShardIteratorType TRIM_HORIZON = new("TRIM_HORIZON");

    /// <summary>Names a start.</summary>
    public static implicit operator ShardIteratorType(string value) => new(value);
}
