using System.Collections.Immutable;

namespace DroneLink.CloudSdk.Planning;

/// <summary>One table of channels of 5.8 GHz video equipment.</summary>
/// <param name="Name">Its name here, in capitals; a label is the name and the channel's number from 1, such as <c>R1</c>.</param>
/// <param name="Description">What else it is called.</param>
/// <param name="Frequencies">Its frequencies, MHz; the index is the channel's number less 1.</param>
public sealed record ChannelBand(string Name, string Description, ImmutableArray<int> Frequencies);
