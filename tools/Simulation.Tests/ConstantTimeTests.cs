using System.Text.RegularExpressions;

namespace DroneLink.Simulation.Tests;

/// <summary>Nothing that is secret is compared so that the time tells where it differs.</summary>
public partial class ConstantTimeTests
{
    [Fact]
    public void Secrets_AreComparedInFourPlaces_AndByNothingElse()
    {
        var sources = Sources.Of("CloudSdk", "tools/DroneLink", "tools/LambdaHost").ToList();
        Assert.Equal(
            ["CloudSdk/Ingest/RequestSignature.cs", "CloudSdk/Wire/FrameReader.cs", "tools/DroneLink/GroundStation/Mqtt/DeviceBroker.cs", "tools/DroneLink/Provisioning/MqttPassword.cs"],
            sources.Where(file => file.Text.Contains("FixedTimeEquals(", StringComparison.Ordinal)).Select(file => file.Path).Order(StringComparer.Ordinal));
        foreach (var (path, text) in sources)
        {
            Assert.True(!Hmac().IsMatch(text) || !text.Contains("SequenceEqual(", StringComparison.Ordinal), $"{path} has a secret, and compares something with SequenceEqual");
            Assert.All(text.Split('\n'), line => Assert.False(Comparison().IsMatch(line), $"{path}: {line}"));
        }
    }

    [Fact]
    public void OnTheDevice_TheLoopsGoToTheirEnd()
    {
        var loops = 0;
        foreach (var (path, text) in Sources.Of("Firmware"))
        {
            Assert.All(text.Split('\n'), line => Assert.False(Comparison().IsMatch(line), $"{path}: {line}"));
            foreach (Match loop in DeviceLoop().Matches(text)) loops += loop.Success ? 1 : 0;
            if (!text.Contains("new HmacSha256(", StringComparison.Ordinal)) continue;
            foreach (Match method in ComparingMethod().Matches(text)) Assert.True(DeviceLoop().IsMatch(method.Value), $"{path}: {method.Value}");
        }

        // OtaSlot.AreEqual, which the manifest's signature goes through, and in PeerKeys a signature and a key.
        Assert.Equal(3, loops);
        Assert.Contains("return OtaSlot.AreEqual(_given, _right);", Sources.Read("Firmware/Ota/OtaManifestReader.cs"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"HMACSHA256|CreateHMAC|[kK]ey\.Span")]
    private static partial Regex Hmac();

    // A signature, a password or a code beside == or !=, or in a comparison that stops at the first difference.
    [GeneratedRegex(@"\b_?(\w*[sS]ignature|\w*[pP]assword|\w*[sS]ecret|mac|_right|_given|_code)(\.Span)?(\[[^\]]*\])? *[!=]= *(?!null|0|""""|FrameError)[a-zA-Z_]|([sS]ignature|[pP]assword|[sS]ecret|\bmac|[kK]ey\.Span)\.?(SequenceEqual|Equals|StartsWith)\(")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"for \(int i = 0; i < [\w.]+; i\+\+\)\s*\{\s*difference \|= \w+\[[^\]]+\] \^ \w+\[i\];\s*\}\s*return difference == 0;")]
    private static partial Regex DeviceLoop();

    [GeneratedRegex(@"(public|private|internal)( static)? bool (AreEqual|Verify)\([^)]*\)\s*\{.*?\n        \}", RegexOptions.Singleline)]
    private static partial Regex ComparingMethod();
}
