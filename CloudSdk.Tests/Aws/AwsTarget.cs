using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.Runtime;
using DroneLink.Emulators;

namespace DroneLink.CloudSdk.Tests.Aws;

/// <summary>
/// What tests of the services run on: the emulators, or with <c>DRONELINK_AWS_TESTS=1</c> the account and region of this environment, where
/// they make streams and tables named <c>dronelink-test-…</c> and delete them.
/// </summary>
public static class AwsTarget
{
    /// <summary>Whether it is AWS itself.</summary>
    public static bool IsAws { get; } = Environment.GetEnvironmentVariable("DRONELINK_AWS_TESTS") == "1";

    /// <summary>How long to wait between looks at something that is being made.</summary>
    public static TimeSpan Look { get; } = IsAws ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1);

    /// <summary>A new name for a stream or a table.</summary>
    public static string NewName() => $"dronelink-test-{Guid.NewGuid():N}";
}

/// <summary>Kinesis, as <see cref="AwsTarget"/> says.</summary>
public sealed class KinesisTarget : IDisposable
{
    private readonly Kinesalite? _emulator = AwsTarget.IsAws ? null : new Kinesalite();

    /// <summary>Why there is none; null when there is.</summary>
    public string? WhyNot => _emulator?.WhyNot;

    /// <summary>Makes a client; the caller disposes it.</summary>
    public AmazonKinesisClient Connect() => _emulator?.Connect() ?? new AmazonKinesisClient(new AmazonKinesisConfig { MaxErrorRetry = 0 });

    public void Dispose() => _emulator?.Dispose();
}

/// <summary>DynamoDB, as <see cref="AwsTarget"/> says.</summary>
public sealed class DynamoTarget : IDisposable
{
    private readonly Dynalite? _emulator = AwsTarget.IsAws ? null : new Dynalite();

    /// <summary>Why there is none; null when there is.</summary>
    public string? WhyNot => _emulator?.WhyNot;

    /// <summary>Makes a client; the caller disposes it.</summary>
    /// <param name="wire">Makes its HTTP client; null for the SDK's own.</param>
    public AmazonDynamoDBClient Connect(HttpClientFactory? wire = null) =>
        _emulator?.Connect(wire) ?? new AmazonDynamoDBClient(new AmazonDynamoDBConfig { MaxErrorRetry = 0, HttpClientFactory = wire });

    public void Dispose() => _emulator?.Dispose();
}
