using System;

namespace nanoFramework.Json;

/// <summary>Thrown when JSON cannot be read. nanoFramework's has no message either.</summary>
public sealed class DeserializationException : Exception
{
}
