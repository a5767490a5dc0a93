using System.Net;
using System.Text.RegularExpressions;
using DroneLink.Tool.GroundStation.Http;

namespace DroneLink.Tool.Tests.Http;

public sealed partial class PageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_IsServedWithEverythingItLoads()
    {
        await using var test = await TestStation.StartAsync();
        var open = new Queue<string>(["/"]);
        var seen = new HashSet<string>(open);
        while (open.TryDequeue(out var path))
        {
            using var response = await test.Http.GetAsync(path, Token);
            Assert.True(response.IsSuccessStatusCode, path);
            Assert.Contains("default-src 'none'", response.Headers.GetValues("content-security-policy").Single(), StringComparison.Ordinal);
            var text = await response.Content.ReadAsStringAsync(Token);
            foreach (Match match in Loads().Matches(text))
            {
                var next = new Uri(new Uri(test.Http.BaseAddress!, path), match.Groups[1].Value).AbsolutePath;
                if (seen.Add(next)) open.Enqueue(next);
            }
        }

        var assets = PageAssets.All.Select(a => a.Path).Where(p => p != "/openapi.json");
        Assert.Equal(assets.Order(), seen.Order());
    }

    [Fact]
    public void Page_NamesNothingOnTheInternet()
    {
        foreach (var asset in PageAssets.All)
        {
            var text = System.Text.Encoding.UTF8.GetString(asset.Content).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
            Assert.False(External().IsMatch(text), $"{asset.Path}: {External().Match(text)}");
        }
    }

    [Fact]
    public void Page_RunsAndStylesNothingInline()
    {
        var html = System.Text.Encoding.UTF8.GetString(PageAssets.All.Single(a => a.Path == "/").Content);

        Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)", html);
    }

    [Fact]
    public async Task Page_ThatTheBrowserHas_IsNotSentAgain()
    {
        await using var test = await TestStation.StartAsync();
        using var first = await test.Http.GetAsync("/app.js", Token);
        var request = new HttpRequestMessage(HttpMethod.Get, "/app.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await test.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [GeneratedRegex("""(?:\s(?:src|href)=|\bfrom )["']([^"'#]+)["']""")]
    private static partial Regex Loads();

    [GeneratedRegex("""(?:https?|wss?):|["'(]//""")]
    private static partial Regex External();
}
