using Amazon.CDK;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>A queue that keeps what was given up, encrypted, for as long as SQS can.</summary>
internal sealed class DeadLetterQueue : Construct
{
    public DeadLetterQueue(Construct scope, string id, string name)
        : base(scope, id) => Queue = new Queue(this, "Queue", new QueueProps
        {
            QueueName = name,
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            RetentionPeriod = Duration.Days(14),
        });

    public Queue Queue { get; }
}
