using Amazon.Runtime;

namespace DroneLink.Emulators;

/// <summary>How the clients of an <see cref="EmulatedCloud"/> reach their services.</summary>
/// <param name="Kinesis">Makes the HTTP client of Kinesis.</param>
/// <param name="Dynamo">Makes that of DynamoDB.</param>
/// <param name="Search">Sends to the search.</param>
public sealed record EmulatedWire(HttpClientFactory Kinesis, HttpClientFactory Dynamo, HttpMessageHandler Search);
