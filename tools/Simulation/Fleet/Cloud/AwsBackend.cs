using Amazon.Kinesis.Model;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>The cloud on AWS: Kinesis, functions, DynamoDB.</summary>
internal sealed class AwsBackend : IFleetBackend
{
    private const int RetryMs = 1000;
    private const int MaxRetryMs = 60_000;
    private const int InvocationMs = 20_000;

    private readonly FleetCloud _cloud;
    private readonly AwsWay _way;
    private readonly StreamLog _log;
    private readonly StoredTable _table = new();
    private readonly ShardReader[] _readers;
    private readonly SimulatedKinesis _rule;
    private readonly Container _clean;
    private Container? _function;
    private Container? _broker;
    private int _underWay;

    public AwsBackend(FleetCloud cloud, AwsWay way, int shards)
    {
        (_cloud, _way) = (cloud, way);
        _log = new StreamLog(cloud.Clock, shards, Appended);
        _rule = new SimulatedKinesis(cloud, _log);
        _clean = new Container(cloud, _log, _table, isFaulty: false);
        _readers = [.. Enumerable.Range(0, shards).Select(shard => new ShardReader(cloud, _log, shard, Start))];
    }

    public string Name => _way switch
    {
        AwsWay.Rule => "AWS, by a rule",
        AwsWay.Function => "AWS, by a rule and a function",
        _ => "AWS, by a broker of one's own",
    };

    public bool IsIdle => _underWay == 0 && _readers.All(reader => reader.IsIdle);

    public ITelemetryStore Store => _clean.Store;

    // See DynamoLatest.
    public int DatedBoots => 8;

    public IDeadLetterArchive DeadLetters => _clean.DeadLetters;

    public void Add(DeviceIdentity device) => FleetCloud.AtOnce(_clean.Registry.AddAsync(device, replace: true).AsTask());

    public async Task<bool> TakeAsync(string deviceId, byte[] frame)
    {
        if (_way == AwsWay.OwnBroker) return (await (_broker ??= Start()).Ingest.AcceptAsync(deviceId, frame)).Status != FrameStatus.Unavailable;

        // The broker has it, and a rule sees it through.
        _cloud.Accounts.Accepted(deviceId, frame);
        _cloud.Watch(SeeThroughAsync(deviceId, frame));
        return true;
    }

    public Task<HttpApiResponse> PostAsync(HttpApiRequest request) => Function().Ingest.HandleAsync(request).AsTask();

    public void Restart() => _broker = null;

    public void Dispose()
    {
        _rule.Dispose();
        _clean.Dynamo.Dispose();
    }

    private Container Start() => new(_cloud, _log, _table);

    private Container Function()
    {
        var container = _function ??= Start();
        var faults = _cloud.FunctionFaults;
        if (!faults.Strikes() || faults.Chance.Next(4) > 0) return container;
        _cloud.Tally.Count("faults: functions that died in a request");
        container.Dynamo.CallsToLive = faults.Chance.Next(3);
        _function = null;
        return container;
    }

    private void Appended(int shard, string key, byte[] data)
    {
        _cloud.Accounts.Accepted(key, data);
        _readers[shard].Appended();
    }

    private async Task SeeThroughAsync(string deviceId, byte[] frame)
    {
        _underWay++;
        for (var waitMs = RetryMs; ; waitMs = Math.Min(2 * waitMs, MaxRetryMs))
        {
            if (await (_way == AwsWay.Rule ? TryPutAsync(deviceId, frame) : TryInvokeAsync(deviceId, frame))) break;
            await Task.Delay(TimeSpan.FromMilliseconds(waitMs), _cloud.Clock);
        }

        _underWay--;
    }

    private async Task<bool> TryPutAsync(string deviceId, byte[] frame)
    {
        try
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(InvocationMs), _cloud.Clock);
            var request = new PutRecordsRequest { StreamName = Container.StreamName, Records = [new PutRecordsRequestEntry { PartitionKey = deviceId, Data = new MemoryStream(frame) }] };
            var answer = await _rule.PutRecordsAsync(request, timeout.Token);
            return answer.Records![0].ErrorCode is null;
        }
        catch (Exception e) when (e is Amazon.Runtime.AmazonServiceException or OperationCanceledException or HttpRequestException)
        {
            return false;
        }
    }

    private async Task<bool> TryInvokeAsync(string deviceId, byte[] frame)
    {
        try
        {
            var invocation = Function().IotFrames.HandleAsync(new IotFrameEvent { Data = frame, DeviceId = deviceId }).AsTask();
            await invocation.WaitAsync(TimeSpan.FromMilliseconds(InvocationMs), _cloud.Clock);
            return true;
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return false;
        }
    }
}
