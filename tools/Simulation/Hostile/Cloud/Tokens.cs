using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Tests.Authorization;

namespace DroneLink.Simulation.Hostile.Cloud;

/// <summary>API tokens whose secrets are those of a case, and not drawn.</summary>
internal static class Tokens
{
    /// <summary>Returns the token with a secret: dl_, then the secret and its CRC.</summary>
    public static string Of(byte[] secret) => "dl_" + Base64Url.EncodeToString([.. secret, .. System.IO.Hashing.Crc32.Hash(secret).Reverse()]);

    /// <summary>Returns what a token is known by.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    /// <summary>Gives tokens out.</summary>
    public static IApiTokens Give(params (string Token, ApiToken What)[] tokens)
    {
        var all = new FakeApiTokens(new StandingTime(Samples.Now));
        foreach (var (token, what) in tokens) all.AddAsync(HashOf(token), what).GetAwaiter().GetResult();
        return all;
    }
}
