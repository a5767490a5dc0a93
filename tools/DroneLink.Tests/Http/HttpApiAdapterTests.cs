using System.Text;
using DroneLink.CloudSdk.Lambda;
using DroneLink.Tool.GroundStation.Http;
using Microsoft.AspNetCore.Http;

namespace DroneLink.Tool.Tests.Http;

public sealed class HttpApiAdapterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_HasTheShapeOfPayload2()
    {
        var context = Context("POST", "/v1/devices/kite", "?kind=position&kind=power&text=a%20b", "application/json", """{"a":1}"""u8.ToArray());
        context.Request.Headers["X-Many"] = new[] { "one", "two" };
        context.Request.RouteValues["id"] = "kite";

        var request = await HttpApiAdapter.ReadAsync(context, TimeProvider.System, Token);

        Assert.Equal("/v1/devices/kite", request.RawPath);
        Assert.Equal("kind=position&kind=power&text=a%20b", request.RawQueryString);
        Assert.Equal("position,power", request.QueryStringParameters!["kind"]);
        Assert.Equal("a b", request.QueryStringParameters["text"]);
        Assert.Equal("one,two", request.Headers!["x-many"]);
        Assert.Equal("kite", request.PathParameters!["id"]);
        Assert.Equal(("""{"a":1}""", false), (request.Body, request.IsBase64Encoded));
        Assert.Equal("POST", request.RequestContext!.Http!.Method);
    }

    [Theory]
    [InlineData("application/vnd.dronelink.frames")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task Body_ThatIsNoText_IsBase64(string? contentType)
    {
        byte[] body = [0xD7, 0x00, 0xFF, 0x80];

        var request = await HttpApiAdapter.ReadAsync(Context("POST", "/v1/frames", "", contentType, body), TimeProvider.System, Token);

        Assert.True(request.IsBase64Encoded);
        Assert.Equal(body, Convert.FromBase64String(request.Body!));
    }

    [Fact]
    public async Task AbsentParts_AreNull()
    {
        var request = await HttpApiAdapter.ReadAsync(Context("GET", "/v1/devices", "", null, []), TimeProvider.System, Token);

        Assert.Null(request.Body);
        Assert.Null(request.QueryStringParameters);
        Assert.Null(request.PathParameters);
        Assert.Equal("", request.RawQueryString);
    }

    [Theory]
    [InlineData("grün", false)]
    [InlineData("1wD/", true)]
    public async Task Response_IsWrittenAsItIs(string body, bool isBase64)
    {
        var context = Context("GET", "/", "", null, []);
        var written = new MemoryStream();
        context.Response.Body = written;
        var response = new HttpApiResponse
        {
            StatusCode = 202,
            Headers = new Dictionary<string, string> { ["content-type"] = "text/plain", ["retry-after"] = "5", ["content-length"] = "1" },
            Body = body,
            IsBase64Encoded = isBase64,
        };

        await HttpApiAdapter.WriteAsync(context, response, Token);

        byte[] expected = isBase64 ? [0xD7, 0x00, 0xFF] : Encoding.UTF8.GetBytes(body);
        Assert.Equal(expected, written.ToArray());
        Assert.Equal((202, "text/plain", expected.Length), (context.Response.StatusCode, context.Response.ContentType, (int)context.Response.ContentLength!));
        Assert.Equal("5", context.Response.Headers.RetryAfter);
    }

    private static DefaultHttpContext Context(string method, string path, string query, string? contentType, byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        context.Request.ContentType = contentType;
        context.Request.Body = new MemoryStream(body);
        return context;
    }
}
