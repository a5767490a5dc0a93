using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>What one handler needs of Lambda.</summary>
/// <param name="Handler">Name that the bootstrap knows, <c>_HANDLER</c>.</param>
/// <param name="MemoryMb">Memory, and with it the share of a processor.</param>
/// <param name="TimeoutSeconds">After this it is ended; the handler stops by itself shortly before.</param>
/// <param name="Concurrency">Instances at the most, and set aside for it.</param>
internal sealed record FunctionSpec(string Handler, int MemoryMb, int TimeoutSeconds, int Concurrency);

/// <summary>One handler of the bootstrap as a function, with a role and a log of its own.</summary>
internal sealed class TelemetryFunction : Construct
{
    public TelemetryFunction(
        Construct scope, FunctionSpec spec, StackSettings settings, Encryption encryption, Code code,
        IDictionary<string, string> environment, IDestination? onFailure = null)
        : base(scope, spec.Handler)
    {
        var name = $"{settings.Prefix}-{spec.Handler}";
        var log = new LogGroup(this, "Log", new LogGroupProps
        {
            LogGroupName = "/aws/lambda/" + name,
            EncryptionKey = encryption.Key,
            Retention = RetentionDays.ONE_MONTH,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });

        Role = new Role(this, "Role", new RoleProps
        {
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
            Description = $"What {name} may do.",
        });
        Grants.Allow(Role, [log.LogGroupArn], "logs:CreateLogStream", "logs:PutLogEvents");

        // Active tracing brings xray:PutTraceSegments and xray:PutTelemetryRecords on "*", the only resource that X-Ray has for them.
        Function = new Function(this, "Function", new FunctionProps
        {
            FunctionName = name,
            Description = $"DroneLink: {spec.Handler}",
            Runtime = Runtime.PROVIDED_AL2023,
            Architecture = Architecture.ARM_64,
            Code = code,
            Handler = spec.Handler,
            MemorySize = spec.MemoryMb,
            Timeout = Duration.Seconds(spec.TimeoutSeconds),
            ReservedConcurrentExecutions = settings.ReserveConcurrency ? spec.Concurrency : null,
            Role = Role,
            Environment = environment,
            LogGroup = log,
            LoggingFormat = LoggingFormat.JSON,
            Tracing = Tracing.ACTIVE,
            OnFailure = onFailure,
            RetryAttempts = onFailure is null ? null : 2,
            MaxEventAge = onFailure is null ? null : Duration.Hours(1),
        });
    }

    public Function Function { get; }

    public Role Role { get; }
}
