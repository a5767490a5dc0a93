using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Tests.Lambda;

public sealed class ProblemsTests
{
    [Fact]
    public void Create_IsAProblemOfRfc9457WithACode()
    {
        var response = Problems.Create(413, "too-large", "At most 256 KiB.", ("retry-after", "5"));

        Assert.Equal(413, response.StatusCode);
        Assert.Equal("application/problem+json", response.Headers!["content-type"]);
        Assert.Equal("5", response.Headers["retry-after"]);
        Assert.False(response.IsBase64Encoded);
        Assert.Equal(
            """{"type":"about:blank","title":"Content Too Large","status":413,"detail":"At most 256 KiB.","code":"too-large"}""", response.Body);
    }

    [Fact]
    public void Create_StatusWithoutAName_StillHasATitle() =>
        Assert.Contains("\"title\":\"HTTP 418\"", Problems.Create(418, "teapot", "Short and stout.").Body, StringComparison.Ordinal);
}
