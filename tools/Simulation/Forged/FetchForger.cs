using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Forged;

/// <summary>Asks over HTTPS for manifests and images that are another's, or that a signature for something else stands for.</summary>
internal sealed class FetchForger : Forger
{
    private const string Query = "build=3&version=0.1.0&runtime=nano1&role=drone";
    private const string ManifestPath = "/v1/devices/kite/ota/manifest";
    private const string ImagePath = "/v1/devices/kite/ota/7/image";

    private readonly MemoryFleet _fleet = new();
    private readonly OtaHandler _handler;

    /// <summary>Begins.</summary>
    public FetchForger() => _handler = new OtaHandler(new MemoryIntake(), _fleet, _fleet, new StandingTime(Samples.Now));

    /// <inheritdoc/>
    public override string Name => "fetches of updates";

    /// <inheritdoc/>
    public override bool TakesGenuine() =>
        Get(ManifestPath, Query, Samples.Device, Requests.Timestamp, Sign($"{ManifestPath}?{Query}")) && Get(ImagePath, "", Samples.Device, Requests.Timestamp, Sign(ImagePath));

    /// <inheritdoc/>
    public override bool Takes(Random random, out string forgery)
    {
        var (path, query) = random.Next(2) == 0 ? (ManifestPath, Query) : (ImagePath, "");
        var target = query.Length > 0 ? $"{path}?{query}" : path;
        switch (random.Next(7))
        {
            case 0:
                var signature = Change.Text(random, Sign(target));
                forgery = $"signature '{signature}'";
                return Get(path, query, Samples.Device, Requests.Timestamp, signature);
            case 1:
                forgery = "of another device, by the key of its own";
                return Get(path.Replace(Samples.Device, Samples.OtherDevice), query, Samples.Device, Requests.Timestamp, Sign(target.Replace(Samples.Device, Samples.OtherDevice)));
            case 2:
                forgery = "another path than was signed";
                return Get(path == ImagePath ? ManifestPath : ImagePath, query, Samples.Device, Requests.Timestamp, Sign(target));
            case 3:
                var other = query.Length > 0 ? Change.Text(random, query) : "build=8";
                forgery = $"query '{other}'";
                return Get(path, other, Samples.Device, Requests.Timestamp, Sign(target));
            case 4:
                var old = Change.Timestamp(random, Samples.Now, 300);
                forgery = $"time '{old}', well signed";
                return Get(path, query, Samples.Device, old, RequestSignature.ComputeGet(Samples.Key, target, Samples.Device, old));
            case 5:
                forgery = "by a signature for a post";
                return Get(path, query, Samples.Device, Requests.Timestamp, RequestSignature.Compute(Samples.Key, Samples.Device, Requests.Timestamp, random.Next(2) == 0 ? [] : System.Text.Encoding.ASCII.GetBytes(target)));
            default:
                forgery = "by another key";
                return Get(path, query, Samples.Device, Requests.Timestamp, RequestSignature.ComputeGet(random.Next(2) == 0 ? Samples.OtherKey : new byte[32], target, Samples.Device, Requests.Timestamp));
        }
    }

    private static string Sign(string target) => RequestSignature.ComputeGet(Samples.Key, target, Samples.Device, Requests.Timestamp);

    private bool Get(string path, string query, string device, string timestamp, string signature)
    {
        _fleet.Clear();
        var request = Requests.Get(path, device, timestamp, signature) with
        {
            RawQueryString = query,
            QueryStringParameters = query.Split('&').Where(pair => pair.Contains('=', StringComparison.Ordinal)).DistinctBy(pair => pair.Split('=')[0]).ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1]),
        };
        var status = _handler.HandleAsync(request).AsTask().GetAwaiter().GetResult().StatusCode;
        ViolationException.Unless(status < 500, () => $"{status}: it is not refused, something failed");
        return status < 300;
    }
}
