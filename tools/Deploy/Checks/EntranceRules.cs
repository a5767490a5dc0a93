using System.Text.Json.Nodes;

namespace DroneLink.Deploy.Checks;

/// <summary>What strangers can reach is throttled, logged and asks who they are; what the IoT rule cannot hand on is kept.</summary>
internal static class EntranceRules
{
    // Signed by the device, over the body too, which an authorizer does not see; the function checks it.
    private static readonly string[] SignedRoutes =
        ["POST /v1/frames", "GET /v1/devices/{id}/ota/manifest", "GET /v1/devices/{id}/ota/{build}/image"];

    public static IEnumerable<Violation> Check(IReadOnlyList<TemplateResource> all)
    {
        var routes = all.Where(resource => resource.Type == "AWS::ApiGatewayV2::Route").ToList();
        foreach (var route in routes)
        {
            var key = TemplateResource.Text(route.Get("RouteKey"));
            if (!SignedRoutes.Contains(key) && (TemplateResource.Text(route.Get("AuthorizationType")) != "CUSTOM" || route.Get("AuthorizerId") is null))
                yield return new(route.Id, "authorizer", $"Anybody may call '{key}'.");
        }

        var keys = routes.Select(route => TemplateResource.Text(route.Get("RouteKey")));
        var commands = keys
            .Where(key => key.Contains("/commands", StringComparison.Ordinal) || key.StartsWith("POST /v1/ota/", StringComparison.Ordinal)).ToList();
        var stages = all.Where(resource => resource.Type == "AWS::ApiGatewayV2::Stage").ToList();
        foreach (var stage in stages)
        {
            foreach (var (rule, message) in CheckStage(stage, commands))
                yield return new(stage.Id, rule, message);
        }

        foreach (var api in all.Where(resource => resource.Type == "AWS::ApiGatewayV2::Api"))
        {
            if (!stages.Any(stage => stage.Names(api, "ApiId")))
                yield return new(api.Id, "throttling", "The API has no stage here, so that nothing limits it.");
        }

        foreach (var authorizer in all.Where(resource => resource.Type == "AWS::ApiGatewayV2::Authorizer"))
        {
            // Left out, it is 300.
            if (authorizer.Number("AuthorizerResultTtlInSeconds") is not 0)
                yield return new(authorizer.Id, "authorizer", "An answer for one device is remembered for all of them, and outlives its token.");
        }

        foreach (var rule in all.Where(resource => resource.Type == "AWS::IoT::TopicRule"))
        {
            foreach (var message in CheckRule(rule, all))
                yield return new(rule.Id, "iot-rule", message);
        }
    }

    private static IEnumerable<(string Rule, string Message)> CheckStage(TemplateResource stage, List<string> commands)
    {
        var rate = stage.Number("DefaultRouteSettings", "ThrottlingRateLimit");
        if (rate is null || stage.Number("DefaultRouteSettings", "ThrottlingBurstLimit") is null)
            yield return ("throttling", "The API takes as much as the whole account.");

        foreach (var key in commands)
        {
            var settings = stage.Get("RouteSettings", key);
            if (!(NumberAt(settings, "ThrottlingRateLimit") < rate) || NumberAt(settings, "ThrottlingBurstLimit") is null)
                yield return ("throttling", $"'{key}' has no lower limit of its own.");
        }

        if (stage.Get("AccessLogSettings", "DestinationArn") is null)
            yield return ("log", "Nobody can see who called the API.");
    }

    private static double? NumberAt(JsonNode? node, string name) => TemplateResource.Number(TemplateResource.At(node, name));

    private static IEnumerable<string> CheckRule(TemplateResource rule, IReadOnlyList<TemplateResource> all)
    {
        if (rule.Get("TopicRulePayload", "ErrorAction") is not JsonObject { Count: > 0 })
            yield return "What it cannot hand on is lost without a word: there is no error action.";
        if (TemplateResource.Text(rule.Get("TopicRulePayload", "AwsIotSqlVersion")) != "2016-03-23")
            yield return "Its SQL is read as of 2015, which takes no binary messages.";

        var actions = TemplateResource.Items(rule.Get("TopicRulePayload", "Actions")).ToList();
        if (actions.Count == 0)
            yield return "It has no action.";
        foreach (var action in actions)
        {
            if (TemplateResource.At(action, "Kinesis", "PartitionKey") is { } key && TemplateResource.Text(key) != "${topic(4)}")
                yield return "Its partition key is not the device: a device's frames would lose their order.";
            if (TemplateResource.At(action, "Lambda", "FunctionArn") is { } target && !HasFailureTarget(target, all))
                yield return "It calls a function that has no failure target: after two retries the frame is lost.";
        }
    }

    // The rule's call is asynchronous.
    private static bool HasFailureTarget(JsonNode target, IReadOnlyList<TemplateResource> all) => all.Any(config =>
        config.Type == "AWS::Lambda::EventInvokeConfig"
        && TemplateResource.Text(target) == "${" + TemplateResource.Text(config.Get("FunctionName")).Trim('$', '{', '}') + ".Arn}"
        && config.Get("DestinationConfig", "OnFailure", "Destination") is not null);
}
