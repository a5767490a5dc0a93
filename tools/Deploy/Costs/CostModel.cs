namespace DroneLink.Deploy.Costs;

/// <summary>A line of a bill: a quantity of what a price is for.</summary>
/// <param name="Service">Who bills it.</param>
/// <param name="Price">Name in <see cref="PriceList"/>.</param>
/// <param name="Quantity">How many of what the price is for, a month.</param>
/// <param name="Formula">Where the quantity comes from.</param>
/// <param name="Usd">US dollars a month.</param>
public sealed record CostLine(string Service, string Price, double Quantity, string Formula, decimal Usd);

/// <summary>What the stack costs a month.</summary>
/// <param name="prices">Prices.</param>
/// <param name="assumptions">What it depends on.</param>
public sealed class CostModel(PriceList prices, CostAssumptions assumptions)
{
    private const double DaysPerMonth = 365.0 / 12;
    private const double HoursPerMonth = DaysPerMonth * 24;
    private const double Million = 1e6;
    private const double Gb = 1024.0 * 1024 * 1024;
    private const double KinesisUnit = 1024;
    private const double IotUnit = 5 * 1024;

    // What the stack sets, see Stack/Functions.cs: 4 shards of a new on-demand stream, 2 invocations each, a window of 1 s.
    private const double MostInvocationsPerSecond = 4 * 2;
    private const double ProjectGb = 1;
    private const double RequestGb = 0.5;

    // The JSON lines that Lambda and a handler write for an invocation, and API Gateway for a request.
    private const double LogBytesPerCall = 1500;
    private const double ReadUnitsPerQuery = 10;
    private const double PostSeconds = 5;
    private const double MostSearchGibPerNode = 100;

    // X-Ray keeps the first trace of each second, and 5 % of the rest.
    private const double TracesPerSecond = 1;
    private const double TraceShare = 0.05;

    // Data keys are kept for 5 min by those who use them: a dozen users on a busy day.
    private const double KmsRequests = 12 * HoursPerMonth * 12;

    private readonly CostAssumptions _given = assumptions ?? throw new ArgumentNullException(nameof(assumptions));

    /// <summary>Every line, those of a quantity of 0 left out.</summary>
    public IReadOnlyList<CostLine> Lines()
    {
        IEnumerable<CostLine> all = [.. Entrance(), .. Stream(), .. Functions(), .. Stores(), .. Watching()];
        return [.. all.Where(line => line.Quantity > 0)];
    }

    /// <summary>All of them, US dollars a month.</summary>
    public decimal Total() => Lines().Sum(line => line.Usd);

    private double SecondsOn => _given.HoursPerDay * 3600 * DaysPerMonth;

    private double Frames => _given.Drones * _given.FramesPerSecond * SecondsOn;

    private double Records => _given.Drones * _given.RecordsPerSecond * SecondsOn;

    private double FrameBytes => _given.FrameBytesPerRecord * _given.RecordsPerSecond / _given.FramesPerSecond;

    private double Posts => _given.OverHttps ? 2 * _given.Drones * SecondsOn / PostSeconds : 0;

    // A batch is of one shard and one second; with few frames there are fewer batches.
    private double Invocations => Math.Min(MostInvocationsPerSecond, _given.Drones * _given.FramesPerSecond) * SecondsOn;

    // A query asks the authorizer first, a device's post does not.
    private double Requests => Posts + (2 * _given.Queries);

    private IEnumerable<CostLine> Entrance()
    {
        if (_given.OverHttps)
        {
            yield return Line("API Gateway", "api.requestsMillion", Posts / Million, "devices x seconds on / 5 s a post");
        }
        else
        {
            var messages = Frames * Math.Ceiling(FrameBytes / IotUnit);
            yield return Line("IoT Core", "iot.connectionMinutesMillion", 2 * _given.Drones * SecondsOn / 60 / Million, "devices x minutes on");
            yield return Line("IoT Core", "iot.messagesMillion", messages / Million, $"frames of {FrameBytes:0} bytes");
            yield return Line("IoT Core", "iot.rulesMillion", messages / Million, "one for each");
            yield return Line("IoT Core", "iot.actionsMillion", messages / Million, "one for each");
        }

        yield return Line("API Gateway", "api.requestsMillion", _given.Queries / Million, "queries");
    }

    private IEnumerable<CostLine> Stream()
    {
        var gb = Frames * Math.Ceiling(FrameBytes / KinesisUnit) * KinesisUnit / Gb;
        yield return Line("Kinesis", "kinesis.streamHour", HoursPerMonth, "one stream, on-demand");
        yield return Line("Kinesis", "kinesis.inGb", gb, "frames x whole KB");
        yield return Line("Kinesis", "kinesis.outGb", gb, "read once");
    }

    private IEnumerable<CostLine> Functions()
    {
        var projecting = Invocations * _given.ProjectSeconds * ProjectGb;
        var answering = Requests * _given.RequestSeconds * RequestGb;
        yield return Line("Lambda", "lambda.requestsMillion", (Invocations + Requests) / Million, "batches, at most 8 a second, and requests");
        yield return Line("Lambda", "lambda.armGbSecond", projecting, $"batches x {_given.ProjectSeconds} s x {ProjectGb} GB");
        yield return Line("Lambda", "lambda.armGbSecond", answering, $"requests x {_given.RequestSeconds} s x {RequestGb} GB");
    }

    private IEnumerable<CostLine> Stores()
    {
        var kept = Records * _given.RetentionDays / DaysPerMonth;
        var storedGb = kept * _given.StoredBytesPerRecord / Gb;
        var writes = (Frames * _given.WriteUnitsPerFrame) + (Records * _given.WriteUnitsPerRecord);
        var reads = (Frames * _given.ReadUnitsPerFrame) + (Records * _given.ReadUnitsPerRecord);
        yield return Line(
            "DynamoDB", "dynamodb.writesMillion", writes / Million, $"frames x {_given.WriteUnitsPerFrame} + records x {_given.WriteUnitsPerRecord}");
        yield return Line("DynamoDB", "dynamodb.readsMillion", reads / Million, $"frames x {_given.ReadUnitsPerFrame} + records x {_given.ReadUnitsPerRecord}");
        yield return Line("DynamoDB", "dynamodb.readsMillion", _given.Queries * ReadUnitsPerQuery / Million, $"queries x {ReadUnitsPerQuery}");
        yield return Line("DynamoDB", "dynamodb.storageGbMonth", storedGb, $"records of {_given.RetentionDays} days x {_given.StoredBytesPerRecord} bytes");
        yield return Line("DynamoDB", "dynamodb.recoveryGbMonth", storedGb, "the same");

        var searchGb = kept * _given.SearchBytesPerRecord / Gb;
        var nodes = Math.Max(_given.SearchNodes, Math.Ceiling(searchGb / MostSearchGibPerNode));
        yield return Line("OpenSearch", "search.t3SmallHour", nodes * HoursPerMonth, "nodes x hours, as many as the disk needs");
        yield return Line(
            "OpenSearch", "search.gp3GbMonth", Math.Max(nodes * _given.SearchGib, searchGb),
            $"records of {_given.RetentionDays} days x {_given.SearchBytesPerRecord} bytes");
    }

    private IEnumerable<CostLine> Watching()
    {
        var logGb = (Invocations + Requests + Posts + _given.Queries) * LogBytesPerCall / Gb;
        var perSecond = SecondsOn > 0 ? (Invocations + Posts) / SecondsOn : 0;
        var traces = (Math.Min(perSecond, TracesPerSecond) + (Math.Max(perSecond - TracesPerSecond, 0) * TraceShare)) * SecondsOn;
        yield return Line("CloudWatch", "logs.inGb", logGb, $"{LogBytesPerCall:0} bytes a call of a function or of the API");
        yield return Line("CloudWatch", "logs.storageGbMonth", logGb, "a month of it");
        yield return Line("CloudWatch", "cloudwatch.alarm", _given.Alarms, "alarms");
        yield return Line("X-Ray", "xray.tracesMillion", traces / Million, "one a second and 5 % of the rest");
        yield return Line("KMS", "kms.keyMonth", 1, "one key");
        yield return Line("KMS", "kms.requestsTenThousand", KmsRequests / 10_000, "a dozen users, one data key in 5 min each");
    }

    private CostLine Line(string service, string price, double quantity, string formula) =>
        new(service, price, quantity, formula, (decimal)quantity * prices.Usd(price));
}
