namespace DroneLink.Simulation.Media;

/// <summary>A file on a medium. Its bytes are shared with the medium's copies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">What is in it.</param>
/// <param name="IsDamaged">Whether a cut, a refusal or decay went through it, so that it may not be what was written.</param>
internal sealed record MediumFile(string Name, byte[] Bytes, bool IsDamaged);
