namespace DroneLink.Deploy.Checks;

/// <summary>Functions end, are told what they need, and somebody hears when they or what feeds them fail.</summary>
internal static class FunctionRules
{
    private static readonly string[] Search = ["DRONELINK_SEARCH_URL", "DRONELINK_SEARCH_AUTH", "DRONELINK_SEARCH_PREFIX"];

    // What each handler of the bootstrap reads from its environment.
    private static readonly Dictionary<string, string[]> Needs = new()
    {
        ["ingest"] = ["DRONELINK_STREAM", "DRONELINK_TABLE", "DRONELINK_RETENTION_DAYS"],
        ["iot"] = ["DRONELINK_STREAM", "DRONELINK_TABLE", "DRONELINK_RETENTION_DAYS"],
        ["project"] = ["DRONELINK_TABLE", "DRONELINK_RETENTION_DAYS", .. Search],
        ["query"] = ["DRONELINK_TABLE", .. Search],
        ["authorize"] = ["DRONELINK_TABLE"],
        ["command"] = ["DRONELINK_TABLE", "DRONELINK_RETENTION_DAYS", "DRONELINK_IOT_ENDPOINT"],
        ["ota"] = ["DRONELINK_TABLE", "DRONELINK_RETENTION_DAYS", "DRONELINK_IOT_ENDPOINT"],
    };

    public static IEnumerable<Violation> Check(IReadOnlyList<TemplateResource> all)
    {
        var alarms = all.Where(resource => resource.Type == "AWS::CloudWatch::Alarm").ToList();
        foreach (var alarm in alarms.Where(alarm => !TemplateResource.Items(alarm.Get("AlarmActions")).Any()))
            yield return new(alarm.Id, "alarm", "The alarm tells nobody.");

        foreach (var function in all.Where(resource => resource.Type == "AWS::Lambda::Function"))
        {
            foreach (var (rule, message) in CheckFunction(function, alarms))
                yield return new(function.Id, rule, message);
        }

        foreach (var queue in all.Where(resource => resource.Type == "AWS::SQS::Queue"))
        {
            if (!IsWatched(alarms, queue, "ApproximateNumberOfMessagesVisible", "QueueName"))
                yield return new(queue.Id, "alarm", "Nobody hears of what was given up into this queue.");
        }

        foreach (var source in all.Where(resource => resource.Type == "AWS::Lambda::EventSourceMapping"))
        {
            foreach (var message in CheckSource(source, all, alarms))
                yield return new(source.Id, "event-source", message);
        }
    }

    private static IEnumerable<(string Rule, string Message)> CheckFunction(TemplateResource function, List<TemplateResource> alarms)
    {
        if (function.Number("Timeout") is not (>= 1 and <= 900))
            yield return ("timeout", "The function has no timeout of its own.");
        if (function.Get("LoggingConfig", "LogGroup") is null)
            yield return ("log", "The function makes its own log, which is not encrypted with the stack's key and never ends.");
        foreach (var metric in (string[])["Errors", "Throttles"])
        {
            if (!IsWatched(alarms, function, metric, "FunctionName"))
                yield return ("alarm", $"No alarm of the function's {metric}.");
        }

        var handler = TemplateResource.Text(function.Get("Handler"));
        if (!Needs.TryGetValue(handler, out var needs))
        {
            yield return ("handler", $"The bootstrap has no handler '{handler}'.");
            yield break;
        }

        foreach (var name in needs)
        {
            if (TemplateResource.Text(function.Get("Environment", "Variables", name)).Length == 0)
                yield return ("environment", $"{handler} needs {name}.");
        }
    }

    private static IEnumerable<string> CheckSource(TemplateResource source, IReadOnlyList<TemplateResource> all, List<TemplateResource> alarms)
    {
        if (source.Get("DestinationConfig", "OnFailure", "Destination") is null)
            yield return "What is given up is forgotten: there is no failure target.";
        if (!TemplateResource.Items(source.Get("FunctionResponseTypes")).Any(type => TemplateResource.Text(type) == "ReportBatchItemFailures"))
            yield return "A partial answer would count as success: ReportBatchItemFailures is missing.";
        if (!source.IsTrue("BisectBatchOnFunctionError"))
            yield return "One record that ends the function would hold up its whole batch.";

        var stream = all.SingleOrDefault(resource => resource.Type == "AWS::Kinesis::Stream" && source.Names(resource, "EventSourceArn"));
        var kept = stream?.Number("RetentionPeriodHours") * 3600;
        if (source.Number("MaximumRecordAgeInSeconds") is not { } age || age < 60 || !(age < kept))
            yield return "Records are not given up before the stream forgets them.";

        var function = all.SingleOrDefault(resource => resource.Type == "AWS::Lambda::Function" && source.Names(resource, "FunctionName"));
        if (function is null || !IsWatched(alarms, function, "IteratorAge", "FunctionName"))
            yield return "Nobody hears when it falls behind.";
    }

    // By the metric's dimension, whose value refers to the resource.
    private static bool IsWatched(List<TemplateResource> alarms, TemplateResource resource, string metric, string dimension) => alarms.Any(alarm =>
        TemplateResource.Text(alarm.Get("MetricName")) == metric
        && TemplateResource.Items(alarm.Get("Dimensions")).Any(item =>
            TemplateResource.Text(TemplateResource.At(item, "Name")) == dimension
            && TemplateResource.Text(TemplateResource.At(item, "Value")) is var value
            && (value == $"${{{resource.Id}}}" || value == $"${{{resource.Id}.QueueName}}")));
}
