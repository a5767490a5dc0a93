namespace DroneLink.CloudSdk.Planning;

/// <summary>Where two transmitters make a third signal.</summary>
/// <param name="Twice">The one that counts twice, MHz.</param>
/// <param name="Once">The other, MHz.</param>
/// <param name="Mhz">Where the product is, <c>2 * Twice - Once</c>, MHz.</param>
/// <param name="Hits">The frequency of the plan that is nearest to it, MHz.</param>
public readonly record struct ImdProduct(int Twice, int Once, int Mhz, int Hits);
