using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DroneLink.Tool.GroundStation.Http;
using Microsoft.AspNetCore.Routing;

namespace DroneLink.Tool.Tests.Http;

public sealed class OpenApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_DescribesEveryRouteAndNoOther()
    {
        await using var test = await TestStation.StartAsync();
        var document = await test.Http.GetFromJsonAsync<JsonElement>("/openapi.json", Token);
        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(o => $"{o.Name.ToUpperInvariant()} {path.Name}"));

        var assets = PageAssets.All.Select(a => "GET " + a.Path).ToHashSet();
        var routes = test.Station.Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText}"))
            .Where(route => !assets.Contains(route));

        Assert.Equal(routes.Order(), described.Order());
    }

    [Fact]
    public async Task Document_ReferencesOnlyWhatItHas()
    {
        await using var test = await TestStation.StartAsync();
        var document = await test.Http.GetFromJsonAsync<JsonElement>("/openapi.json", Token);

        foreach (var reference in References(document))
        {
            var at = document;
            foreach (var part in reference.Split('/').Skip(1)) Assert.True(at.TryGetProperty(part, out at), reference);
        }
    }

    [Fact]
    public async Task WhatChangesSomething_IsRefusedToTheBrowserPagesOfOthers_AsDescribed()
    {
        await using var test = await TestStation.StartAsync();
        var document = await test.Http.GetFromJsonAsync<JsonElement>("/openapi.json", Token);
        var posts = document.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("post", out _)).ToList();

        Assert.NotEmpty(posts);
        foreach (var path in posts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path.Name.Replace("{id}", "kite").Replace("{build}", "7"));
            request.Headers.Add("sec-fetch-site", "cross-site");
            using var answer = await test.Http.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.True(path.Value.GetProperty("post").GetProperty("responses").TryGetProperty("403", out _), path.Name);
        }
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(p => p.Name == "$ref" ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
