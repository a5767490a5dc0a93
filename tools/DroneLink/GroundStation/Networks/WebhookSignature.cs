using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// The signature of a webhook's request, in the manner of Stripe's: <c>t=1763980000,v1=</c> and HMAC-SHA256(secret, t, a full stop, the raw
/// body) in 64 lower-case hexadecimal digits. The time is that of the attempt, so that a receiver can refuse what is repeated later.
/// </summary>
internal static class WebhookSignature
{
    /// <summary>The header that holds it.</summary>
    public const string Header = "dronelink-signature";

    /// <summary>Returns the header's value.</summary>
    /// <param name="secret">The secret; its UTF-8 is the key.</param>
    /// <param name="at">When the request is made.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Of(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        return $"t={timestamp},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
