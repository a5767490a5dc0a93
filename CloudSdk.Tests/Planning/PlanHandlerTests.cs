using System.Text;
using System.Text.Json;
using CsCheck;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Planning;

namespace DroneLink.CloudSdk.Tests.Planning;

public sealed class PlanHandlerTests
{
    private static readonly PlanHandler Handler = new();

    [Fact]
    public void Handle_OfAProposal_AnswersAChannelForEachDrone() => Assert.Equal(
        """{"region":"ism","channels":[{"drone":1,"frequency":5843,"labels":["R6"],"fixed":true,"inRegion":true},{"drone":2,"frequency":5732,"labels":["R3"],"fixed":false,"inRegion":true},{"drone":3,"frequency":5769,"labels":["R4"],"fixed":false,"inRegion":true}],"rating":100,"separation":{"mhz":37,"between":[5732,5769]},"exact":true,"warnings":[]}""",
        Ok("""{"drones":3,"region":"ism","bands":["R","F"],"fixed":["R6"]}"""));

    [Fact]
    public void Handle_OfGivenFrequencies_RatesThemInTheirOrder()
    {
        using var answer = JsonDocument.Parse(Ok("""{"frequencies":[5880,"R1",5732,5843],"region":"none"}"""));
        var root = answer.RootElement;

        Assert.Equal(100, root.GetProperty("rating").GetInt32());
        Assert.Equal([5880, 5658, 5732, 5843], root.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("frequency").GetInt32()));
        Assert.Equal("""["F8","R7"]""", root.GetProperty("channels")[0].GetProperty("labels").GetRawText());
        Assert.Equal("""{"mhz":37,"between":[5843,5880]}""", root.GetProperty("separation").GetRawText());
        Assert.False(root.TryGetProperty("exact", out _));
        Assert.Equal(0, root.GetProperty("warnings").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"frequencies":[5760,5790],"region":"none"}""", "separation", "5760 and 5790 MHz are 30 MHz apart, less than 35: expect each to disturb the other. Move one of them.")]
    [InlineData("""{"frequencies":[5800,5800]}""", "separation intermodulation", "Two transmitters share 5800 MHz")]
    [InlineData("""{"frequencies":[5760,5800,5840]}""", "intermodulation", "Rated -63 of 100: 5800 and 5760 MHz together make a signal at 5840 MHz, 0 MHz from 5840.")]
    [InlineData("""{"frequencies":[5658]}""", "region", "5658 MHz is outside region 'ism' (centres in 5725 to 5875 MHz).")]
    [InlineData("""{"frequencies":[5801]}""", "channel", "5801 MHz is in no channel table")]
    [InlineData("""{"frequencies":[5800],"avoid":[5834,5835,5766]}""", "avoid avoid", "5800 MHz is 34 MHz from 5834, which is to be avoided")]
    [InlineData("""{"drones":6,"bands":["F","A"]}""", "separation intermodulation", "No choice from these bands keeps more everywhere: add bands, or fly fewer drones at once.")]
    [InlineData("""{"drones":3,"fixed":[5800,5820]}""", "separation", "Move one of them.")]
    [InlineData("""{"drones":12,"region":"none"}""", "intermodulation search", "this is the best of those that were")]
    public void Handle_OfADoubtfulPlan_SaysWhatSpeaksAgainstIt(string body, string codes, string words)
    {
        using var answer = JsonDocument.Parse(Ok(body));
        var warnings = answer.RootElement.GetProperty("warnings").EnumerateArray().ToList();

        Assert.Equal(codes, string.Join(' ', warnings.Select(warning => warning.GetProperty("code").GetString())));
        Assert.Contains(words, string.Join('\n', warnings.Select(warning => warning.GetProperty("text").GetString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"drones":2,"region":"\ud800"}""", "A text in the body is not Unicode")]
    [InlineData("""{"drones":2,"\udc00":1}""", "A text in the body is not Unicode")]
    [InlineData("""{"drones":2,"bands":["R","\ud83d"]}""", "A text in the body is not Unicode")]
    [InlineData("""{"frequencies":["\ude00\ud83d"]}""", "A text in the body is not Unicode")]
    [InlineData("""{"drones":2,"avoid":["R1","x\ud800"]}""", "A text in the body is not Unicode")]
    [InlineData("""{"drones":2,"1234567890123456789012345678901😀":1}""", "There is no member '1234567890123456789012345678901…'")]
    [InlineData("", "The body is not JSON")]
    [InlineData("{", "The body is not JSON")]
    [InlineData("{\"drones\":4}{", "The body is not JSON")]
    [InlineData("[]", "The body is not a JSON object")]
    [InlineData("null", "The body is not a JSON object")]
    [InlineData("{}", "Expected is 'drones', to have channels proposed, or 'frequencies'")]
    [InlineData("""{"drones":2,"frequencies":[5800]}""", "Expected is 'drones'")]
    [InlineData("""{"drones":2,"dornes":2}""", "There is no member 'dornes'; known are drones, region, bands, fixed, avoid, frequencies.")]
    [InlineData("""{"drones":2,"drones":3}""", "'drones' is there twice")]
    [InlineData("""{"drones":0}""", "'drones' has 0; expected is a whole number from 1 to 16.")]
    [InlineData("""{"drones":17}""", "'drones' has 17")]
    [InlineData("""{"drones":1.5}""", "'drones' has 1.5")]
    [InlineData("""{"drones":1e99}""", "'drones' has 1e99")]
    [InlineData("""{"drones":"4"}""", "'drones' has \"4\"")]
    [InlineData("""{"drones":null}""", "'drones' has null")]
    [InlineData("""{"drones":4,"region":"ISM"}""", "'region' has \"ISM\"; expected is ism, ismNarrow, narrow5850 or none.")]
    [InlineData("""{"drones":4,"region":1}""", "'region' has 1")]
    [InlineData("""{"drones":4,"bands":[]}""", "'bands' has []")]
    [InlineData("""{"drones":4,"bands":"R"}""", "'bands' has \"R\"; expected is a list of names of tables.")]
    [InlineData("""{"drones":4,"bands":["X"]}""", "'bands' has \"X\"; expected is one of A, B, E, F, R, D, LR.")]
    [InlineData("""{"drones":4,"bands":["L"]}""", "two tables are called L, here D and LR")]
    [InlineData("""{"drones":1,"fixed":[5800,5740]}""", "'drones' is 1 and 'fixed' has 2; 'drones' counts those on fixed frequencies too.")]
    [InlineData("""{"drones":1,"fixed":5800}""", "'fixed' has 5800; expected is a list of 0 to 16 frequencies in MHz")]
    [InlineData("""{"frequencies":[]}""", "'frequencies' has []; expected is a list of 1 to 16")]
    [InlineData("""{"frequencies":[5299]}""", "'frequencies' has 5299; expected is MHz from 5300 to 6000, or a channel such as \"R1\".")]
    [InlineData("""{"frequencies":[6001]}""", "'frequencies' has 6001")]
    [InlineData("""{"frequencies":["R9"]}""", "'frequencies' has \"R9\"")]
    [InlineData("""{"frequencies":["L1"]}""", "expected is MHz, or D1 for 5362, or LR1 for 5333: two tables are called L.")]
    [InlineData("""{"frequencies":[[5800]]}""", "'frequencies' has [5800]")]
    [InlineData("""{"frequencies":[[[[[5800]]]]]}""", "The body is not JSON")]
    [InlineData("""{"frequencies":[5800],"fixed":[5740]}""", "'bands' and 'fixed' belong to a proposal")]
    public void Handle_OfABadBody_SaysWhatIsExpected(string body, string message) => AssertProblem(400, "bad-plan", message, Ask(body));

    [Fact]
    public void Handle_ForMoreDronesThanChannels_SaysHowManyThereAre() => AssertProblem(
        400, "too-few-channels", "8 channels are to be chosen and 7 can be: the bands F in region 'ism'", Ask("""{"drones":8,"bands":["f"]}"""));

    [Theory]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("Application/JSON", 200)]
    [InlineData("text/plain", 415)]
    [InlineData(null, 415)]
    public void Handle_TakesJsonAlone(string? contentType, int status) => Assert.Equal(status, Ask("""{"drones":1}""", contentType).StatusCode);

    [Fact]
    public void Handle_OfABodyInBase64_IsTheSame()
    {
        const string Body = """{"drones":4}""";
        var asBase64 = Request(Body) with { Body = Convert.ToBase64String(Encoding.UTF8.GetBytes(Body)), IsBase64Encoded = true };

        Assert.Equal(Ok(Body), Handler.Handle(asBase64).Body);
        AssertProblem(400, "bad-plan", "The body is said to be base64", Handler.Handle(asBase64 with { Body = "{}!" }));
    }

    [Theory]
    [InlineData(PlanHandler.MaxBodyBytes - 1, 200)]
    [InlineData(PlanHandler.MaxBodyBytes, 200)]
    [InlineData(PlanHandler.MaxBodyBytes + 1, 413)]
    public void Handle_OfALargeBody_EndsAtTheBound(int bytes, int status) =>
        Assert.Equal(status, Ask("""{"drones":1}""".PadRight(bytes)).StatusCode);

    [Theory]
    [InlineData("GET", "/v1/plan", 405)]
    [InlineData(null, "/v1/plan", 405)]
    [InlineData("POST", "/v1/plan/", 404)]
    public void Handle_OfSomethingElse_IsRefused(string? method, string path, int status)
    {
        var request = Request("""{"drones":1}""") with
        {
            RawPath = path,
            RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = method } },
        };

        Assert.Equal(status, Handler.Handle(request).StatusCode);
    }

    [Fact]
    public void Handle_OfAnyText_AnswersAndNeverThrows() =>
        Gen.OneOf(Gen.String, Gen.String.Select(text => $"{{\"frequencies\":[{text}]}}"), Gen.String.Select(text => $"{{\"drones\":4,\"{text}\":1}}"))
            .Sample(body => Ask(body).StatusCode is 200 or 400);

    private static string Ok(string body)
    {
        var response = Ask(body);
        Assert.True(response.StatusCode == 200, response.Body);
        return response.Body!;
    }

    private static HttpApiResponse Ask(string body, string? contentType = "application/json") => Handler.Handle(Request(body, contentType));

    private static HttpApiRequest Request(string body, string? contentType = "application/json") => new()
    {
        RawPath = "/v1/plan",
        Headers = contentType is null ? null : new Dictionary<string, string> { ["Content-Type"] = contentType },
        RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = "POST" } },
        Body = body,
    };

    private static void AssertProblem(int status, string code, string message, HttpApiResponse response)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Headers!["content-type"]);
        using var problem = JsonDocument.Parse(response.Body!);
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.Contains(message, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
