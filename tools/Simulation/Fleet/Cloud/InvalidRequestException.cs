using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>What DynamoDB says of a request that is wrong.</summary>
internal sealed class InvalidRequestException(string message)
    : AmazonDynamoDBException(message, ErrorType.Sender, "ValidationException", "1", HttpStatusCode.BadRequest);
