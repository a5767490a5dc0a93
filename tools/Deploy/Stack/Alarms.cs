using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>What somebody must look at, to one topic.</summary>
internal sealed class Alarms : Construct
{
    private readonly string _prefix;
    private readonly SnsAction _action;

    public Alarms(
        Construct scope, string id, StackSettings settings, Encryption encryption, DataStores stores, Functions functions,
        HttpEntrance http, IotEntrance iot)
        : base(scope, id)
    {
        _prefix = settings.Prefix;
        Topic = new Topic(this, "Topic", new TopicProps { TopicName = settings.Prefix + "-alarms", MasterKey = encryption.Key, EnforceSSL = true });
        Topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new ServicePrincipal("cloudwatch.amazonaws.com")],
            Actions = ["sns:Publish"],
            Resources = [Topic.TopicArn],
            Conditions = new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = Amazon.CDK.Stack.Of(this).Account },
            },
        }));
        if (settings.AlarmEmail is not null)
            Topic.AddSubscription(new EmailSubscription(settings.AlarmEmail));
        _action = new SnsAction(Topic);

        foreach (var function in functions.All)
            WatchFunction(function);
        foreach (var (name, queue) in ((string, Queue)[])[
            ("failed-batches", functions.FailedBatches), ("failed-calls", functions.FailedCalls), ("failed-messages", iot.Failed)])
        {
            Watch($"{name}-waiting", "Something was given up and waits in this queue: README, 'When an alarm goes off'.", Waiting(queue), 1);
        }

        Watch(
            "projection-behind", "The stores lag 10 min behind the stream; what is older than its retention is lost to them.",
            Lambda(functions.Project, "IteratorAge", "Maximum"), 600_000, periods: 3);
        Watch(
            "api-5xx", "10 requests in 5 min, or more, failed on our side.",
            Of("AWS/ApiGateway", "5xx", "Sum", 5, ("ApiId", http.Api.HttpApiId)), 10);
        Watch(
            "stream-throttled", "The stream refused records: more than it has grown to, or one device above 1 MB/s.",
            Of("AWS/Kinesis", "WriteProvisionedThroughputExceeded", "Sum", 5, ("StreamName", stores.Stream.StreamName)), 1, periods: 3);
        WatchTable(stores);
        WatchSearch(settings, stores);
        foreach (var rule in iot.Rules)
            WatchRule(rule);
    }

    public Topic Topic { get; }

    private void WatchFunction(TelemetryFunction function)
    {
        var handler = function.Node.Id;
        Watch($"{handler}-errors", "The function ended with an error or ran out of time.", Lambda(function, "Errors", "Sum"), 1);
        Watch($"{handler}-throttles", "The function has not enough concurrency.", Lambda(function, "Throttles", "Sum"), 1, periods: 3);
    }

    private void WatchTable(DataStores stores)
    {
        foreach (var way in (string[])["Read", "Write"])
        {
            Watch(
                $"table-{way.ToLowerInvariant()}-throttled", "The table refused requests: more than it has grown to, or one hot partition.",
                Of("AWS/DynamoDB", way + "ThrottleEvents", "Sum", 5, ("TableName", stores.Table.TableName)), 1, periods: 3);
        }
    }

    private void WatchSearch(StackSettings settings, DataStores stores)
    {
        // A domain's metrics belong to the account's number, which they call ClientId.
        (string, string)[] domain = [("DomainName", stores.SearchName), ("ClientId", Amazon.CDK.Stack.Of(this).Account)];
        Watch("search-red", "Part of the search indexes is missing.", Of("AWS/ES", "ClusterStatus.red", "Maximum", 1, domain), 1);
        Watch("search-blocked", "The search domain takes no writes.", Of("AWS/ES", "ClusterIndexWritesBlocked", "Maximum", 5, domain), 1);
        Watch(
            "search-storage", "A node of the search domain has less than a fifth of its disk left.",
            Of("AWS/ES", "FreeStorageSpace", "Minimum", 5, domain), settings.SearchGib * 1024 / 5, ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD);
    }

    private void WatchRule(IotRule rule)
    {
        var name = rule.Node.Id.ToLowerInvariant();
        (string, string) dimension = ("RuleName", rule.Name);
        Watch(
            $"{name}-rule-failures", "An IoT rule could not hand messages on; they are in the queue failed-messages.",
            Of("AWS/IoT", "Failure", "Sum", 5, dimension, ("ActionType", rule.ActionType)), 1);
        Watch(
            $"{name}-rule-losses", "An IoT rule could not even keep what it could not hand on: these messages are lost.",
            Of("AWS/IoT", "ErrorActionFailure", "Sum", 5, dimension, ("ActionType", "Sqs")), 1);
    }

    private void Watch(
        string name, string description, IMetric metric, double threshold,
        ComparisonOperator comparison = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, int periods = 1)
    {
        var alarm = new Alarm(this, name, new AlarmProps
        {
            AlarmName = $"{_prefix}-{name}",
            AlarmDescription = description,
            Metric = metric,
            Threshold = threshold,
            ComparisonOperator = comparison,
            EvaluationPeriods = periods,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        alarm.AddAlarmAction(_action);
    }

    private static Metric Waiting(Queue queue) =>
        Of("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", 5, ("QueueName", queue.QueueName));

    private static Metric Lambda(TelemetryFunction function, string metric, string statistic) =>
        Of("AWS/Lambda", metric, statistic, 5, ("FunctionName", function.Function.FunctionName));

    private static Metric Of(string space, string name, string statistic, int minutes, params (string Name, string Value)[] dimensions) =>
        new(new MetricProps
        {
            Namespace = space,
            MetricName = name,
            Statistic = statistic,
            Period = Duration.Minutes(minutes),
            DimensionsMap = dimensions.ToDictionary(dimension => dimension.Name, dimension => dimension.Value),
        });
}
