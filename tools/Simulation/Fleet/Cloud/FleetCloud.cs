using System.Globalization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>The cloud of a fleet: on AWS, or in the file of a ground station. Its faults, what it takes, and what it has in the end.</summary>
internal sealed class FleetCloud : IDisposable
{
    private const int GatewayMs = 30_000;
    private const int MaxShards = 3;

    private readonly IFleetBackend _backend;
    private readonly Dictionary<string, (DeviceAccounts Accounts, LatestWatch Latest)> _devices = new(StringComparer.Ordinal);
    private readonly List<Task> _underWay = [];

    /// <summary>Draws what it is made of.</summary>
    /// <param name="run">The case.</param>
    /// <param name="clock">The fleet's clock.</param>
    /// <param name="streamForgets">Whether Kinesis, now and then while it fails, says that it has what it has not.</param>
    public FleetCloud(Case run, FleetClock clock, bool streamForgets)
    {
        (Tally, Clock, StreamForgets) = (run.Tally, clock, streamForgets);
        (Broker, StreamFaults, StoreFaults, FunctionFaults, ReadFaults) =
            (new Conditions(clock), new Conditions(clock), new Conditions(clock), new Conditions(clock), new Conditions(clock));
        Accounts = new CloudAccounts(run.Tally);
        Jitter = new Random(run.Random.Next());
        var (way, shards) = (run.Random.Next(10), run.Random.Next(1, MaxShards + 1));
        _backend = way == 0 && !streamForgets ? new EmbeddedBackend(this) : new AwsBackend(this, (AwsWay)(way % 3), shards);
        run.Tally.Count($"fleets on {_backend.Name}");
    }

    public Tally Tally { get; }

    public FleetClock Clock { get; }

    public CloudAccounts Accounts { get; }

    /// <summary>Whether Kinesis, now and then while it fails, says that it has what it has not.</summary>
    public bool StreamForgets { get; }

    /// <summary>Decides waits between attempts.</summary>
    public Random Jitter { get; }

    /// <summary>The broker is down.</summary>
    public Conditions Broker { get; }

    /// <summary>Kinesis throttles, in part or wholly, fails and times out, also when it has stored.</summary>
    public Conditions StreamFaults { get; }

    /// <summary>DynamoDB throttles, leaves items of batches undone, fails and times out, also when it has stored, or stores late.</summary>
    public Conditions StoreFaults { get; }

    /// <summary>Functions die in the middle of a request or a batch, and batches come again, also while the function still works on them.</summary>
    public Conditions FunctionFaults { get; }

    /// <summary>The shards are not read.</summary>
    public Conditions ReadFaults { get; }

    /// <summary>Whether all that it took is where it belongs.</summary>
    public bool IsIdle => _underWay.Count == 0 && _backend.IsIdle;

    /// <summary>Waits for what takes no time, since no fault is in its way.</summary>
    public static void AtOnce(Task task)
    {
        ViolationException.Unless(task.IsCompleted, "a question takes time without end");
        task.GetAwaiter().GetResult();
    }

    public void Add(FleetDevice device)
    {
        _devices.Add(device.Id, (device.Accounts, new LatestWatch(device.Id)));
        Accounts.Add(device.Accounts);
        _backend.Add(new DeviceIdentity(device.Id, "default", device.Key, "drone", "a"));
    }

    /// <summary>Lets what is under way end when it ends, and fail the case if it throws.</summary>
    public void Watch(Task task)
    {
        if (task.IsCompleted) task.GetAwaiter().GetResult();
        else _underWay.Add(task);
    }

    /// <summary>Lets whatever threw meanwhile fail the case.</summary>
    public void Check()
    {
        Accounts.Check();
        for (var i = _underWay.Count - 1; i >= 0; i--)
        {
            if (!_underWay[i].IsCompleted) continue;
            _underWay[i].GetAwaiter().GetResult();
            _underWay.RemoveAt(i);
        }
    }

    /// <summary>Takes a frame as a broker does.</summary>
    /// <returns>Whether it may be acknowledged.</returns>
    public Task<bool> TakeAsync(string deviceId, byte[] frame) => _backend.TakeAsync(deviceId, frame);

    /// <summary>Takes a post as the gateway does.</summary>
    public async Task<(int Status, string Body, int RetryAfterSeconds)> PostAsync(string deviceId, byte[] body, string timestamp, string signature)
    {
        HttpApiResponse answer;
        try
        {
            answer = await _backend.PostAsync(Request(deviceId, body, timestamp, signature)).WaitAsync(TimeSpan.FromMilliseconds(GatewayMs), Clock);
        }
        catch (TimeoutException)
        {
            answer = new HttpApiResponse { StatusCode = 503, Body = "{\"message\":\"Service Unavailable\"}" };
        }

        ViolationException.Unless(
            answer.StatusCode is 202 or 401 or 429 or 503, () => $"{deviceId}: its post was answered {answer.StatusCode} {answer.Body}");
        Tally.Count($"answers over HTTPS: {answer.StatusCode}");
        return (answer.StatusCode, answer.Body ?? "", answer.Headers?.TryGetValue("retry-after", out var seconds) == true ? int.Parse(seconds, CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>Kills what may be killed.</summary>
    public void Restart() => _backend.Restart();

    /// <summary>No more faults.</summary>
    public void Heal()
    {
        foreach (var conditions in (Conditions[])[Broker, StreamFaults, StoreFaults, FunctionFaults, ReadFaults]) conditions.End();
    }

    /// <summary>Looks whether the latest state of a device went back.</summary>
    public void Look()
    {
        foreach (var (_, latest) in _devices.Values) AtOnce(latest.LookAsync(_backend.Store));
    }

    /// <summary>Holds what it has in the end against what the devices took.</summary>
    public void Compare()
    {
        var check = new StoreCheck(_backend, Tally);
        AtOnce(check.ReadLettersAsync());
        foreach (var (accounts, _) in _devices.Values) AtOnce(check.RunAsync(accounts));
    }

    public void Dispose() => _backend.Dispose();

    private static HttpApiRequest Request(string deviceId, byte[] body, string timestamp, string signature) => new()
    {
        RawPath = "/v1/frames",
        Headers = new Dictionary<string, string>
        {
            ["content-type"] = "application/vnd.dronelink.frames",
            ["x-device-id"] = deviceId,
            ["x-timestamp"] = timestamp,
            ["x-signature"] = signature,
        },
        Body = Convert.ToBase64String(body),
        IsBase64Encoded = true,
    };
}
