using Amazon.CDK;
using Amazon.CDK.AWS.Apigatewayv2;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AwsApigatewayv2Authorizers;
using Amazon.CDK.AwsApigatewayv2Integrations;
using Constructs;
using HttpMethod = Amazon.CDK.AWS.Apigatewayv2.HttpMethod;

namespace DroneLink.Deploy.Stack;

/// <summary>The HTTP API: its routes, who may call them, how often, and the log of who did.</summary>
internal sealed class HttpEntrance : Construct
{
    // What an operator looks for, and no header: those hold tokens and signatures.
    private const string LogLine =
        """
        {"time":"$context.requestTime","requestId":"$context.requestId","ip":"$context.identity.sourceIp",
        "route":"$context.routeKey","path":"$context.path","status":"$context.status","bytes":"$context.responseLength",
        "ms":"$context.responseLatency","error":"$context.error.message","authorizerError":"$context.authorizer.error",
        "integrationError":"$context.integrationErrorMessage"}
        """;

    public HttpEntrance(Construct scope, string id, StackSettings settings, Encryption encryption, Functions functions)
        : base(scope, id)
    {
        Api = new HttpApi(this, "Api", new HttpApiProps
        {
            ApiName = settings.Prefix,
            Description = "DroneLink: telemetry in, questions, commands and updates.",
            CreateDefaultStage = false,
        });

        // No answer is remembered: it depends on the route and the device, and would outlive the token.
        var authorizer = new HttpLambdaAuthorizer("Authorizer", functions.Authorize.Function, new HttpLambdaAuthorizerProps
        {
            AuthorizerName = settings.Prefix,
            ResponseTypes = [HttpLambdaResponseType.SIMPLE],
            IdentitySource = ["$request.header.Authorization"],
            ResultsCacheTtl = Duration.Seconds(0),
        });

        var command = new HttpLambdaIntegration("Command", functions.Command.Function);
        var query = new HttpLambdaIntegration("Query", functions.Query.Function);
        var ota = new HttpLambdaIntegration("Ota", functions.Ota.Function);
        var commands = Routes(authorizer, "/v1/devices/{id}/commands", command, HttpMethod.POST, HttpMethod.GET)
            .Concat(Routes(authorizer, "/v1/devices/{id}/commands/{commandId}", command, HttpMethod.GET))
            .Concat(Routes(authorizer, "/v1/ota/{proxy+}", ota, HttpMethod.POST))
            .ToList();
        var others = Routes(authorizer, "/v1/{proxy+}", query, HttpMethod.GET)
            .Concat(Routes(authorizer, "/v1/plan", query, HttpMethod.POST))
            .Concat(Routes(authorizer, "/v1/ota/{proxy+}", ota, HttpMethod.GET))

            // A device signs its requests, which the functions check; an authorizer does not see the body.
            .Concat(Routes(new HttpNoneAuthorizer(), "/v1/frames", new HttpLambdaIntegration("Ingest", functions.Ingest.Function), HttpMethod.POST))
            .Concat(Routes(new HttpNoneAuthorizer(), "/v1/devices/{id}/ota/manifest", ota, HttpMethod.GET))
            .Concat(Routes(new HttpNoneAuthorizer(), "/v1/devices/{id}/ota/{build}/image", ota, HttpMethod.GET));

        AddStage(settings, encryption, commands, [.. commands, .. others]);
    }

    public HttpApi Api { get; }

    private IReadOnlyList<HttpRoute> Routes(
        IHttpRouteAuthorizer authorizer, string path, HttpLambdaIntegration integration, params HttpMethod[] methods) =>
        Api.AddRoutes(new AddRoutesOptions { Path = path, Methods = methods, Integration = integration, Authorizer = authorizer });

    private void AddStage(StackSettings settings, Encryption encryption, IReadOnlyList<HttpRoute> commands, IReadOnlyList<HttpRoute> all)
    {
        // Under this prefix a log needs no entry in the account's resource policy, whose length is limited.
        var log = new LogGroup(this, "Log", new LogGroupProps
        {
            LogGroupName = $"/aws/vendedlogs/{settings.Prefix}-api",
            EncryptionKey = encryption.Key,
            Retention = RetentionDays.ONE_MONTH,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        var commandRate = Math.Max(1, settings.ApiRate / 50);
        var stage = new CfnStage(this, "Stage", new CfnStageProps
        {
            ApiId = Api.HttpApiId,
            StageName = "$default",
            AutoDeploy = true,
            AccessLogSettings = new CfnStage.AccessLogSettingsProperty { DestinationArn = log.LogGroupArn, Format = LogLine.ReplaceLineEndings("") },
            DefaultRouteSettings = new CfnStage.RouteSettingsProperty
            {
                ThrottlingRateLimit = settings.ApiRate,
                ThrottlingBurstLimit = settings.ApiRate * 2,
                DetailedMetricsEnabled = true,
            },
            RouteSettings = commands.ToDictionary(RouteKey, object (_) => new Dictionary<string, object>
            {
                ["ThrottlingRateLimit"] = commandRate,
                ["ThrottlingBurstLimit"] = commandRate * 2,
                ["DetailedMetricsEnabled"] = true,
            }),
        });

        // Settings of a route that is not there yet are refused.
        foreach (var route in all)
            stage.Node.AddDependency(route);
    }

    private static string RouteKey(HttpRoute route) => ((CfnRoute)route.Node.DefaultChild!).RouteKey;
}
