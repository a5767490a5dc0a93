using System.Security.Cryptography;
using DroneLink.Firmware.Cryptography;
using Xunit;

namespace DroneLink.Host.Tests.Cryptography;

/// <summary>The firmware's hashes against those of desktop .NET.</summary>
public sealed class DesktopCryptographyTests
{
    [Fact]
    public void Sha256_OfAMillionLetters_IsThatOfRfc6234()
    {
        var hash = new Sha256();
        var letters = new byte[1000];
        Array.Fill(letters, (byte)'a');
        for (var i = 0; i < 1000; i++) hash.Update(letters, 0, letters.Length);

        var result = new byte[Sha256.HashBytes];
        hash.Finish(result, 0);
        Assert.Equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", Hex.Encode(result));
    }

    [Fact]
    public void HashAndCode_OfAnything_AreThoseOfTheDesktop()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++)
        {
            var key = new byte[random.Next(200)];
            var data = new byte[random.Next(700)];
            random.NextBytes(key);
            random.NextBytes(data);
            var hash = new Sha256();
            var hmac = new HmacSha256(key);
            for (var at = 0; at < data.Length;)
            {
                var part = Math.Min(random.Next(1, 150), data.Length - at);
                hash.Update(data, at, part);
                hmac.Update(data, at, part);
                at += part;
            }

            var result = new byte[Sha256.HashBytes];
            hash.Finish(result, 0);
            Assert.True(result.AsSpan().SequenceEqual(SHA256.HashData(data)), $"seed {seed}");
            hmac.Finish(result, 0);
            Assert.True(result.AsSpan().SequenceEqual(HMACSHA256.HashData(key, data)), $"seed {seed}");
        }
    }
}
