using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Planning;

/// <summary>
/// Answers <c>POST /v1/plan</c>: proposes channels for a fleet, or rates given ones. A bad request gets a problem document (RFC 9457)
/// and raises nothing. It stores nothing, and its work is bounded. Thread safe.
/// </summary>
public sealed class PlanHandler
{
    /// <summary>Bytes of a body at most.</summary>
    public const int MaxBodyBytes = 8192;

    private const string Path = "/v1/plan";
    private const string ContentType = "application/json";

    /// <summary>Answers a request.</summary>
    public HttpApiResponse Handle(HttpApiRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.RawPath ?? request.RequestContext?.Http?.Path ?? "";
        if (path != Path)
            return Problems.Create(404, "not-found", $"There is nothing at '{path}'.");
        if (request.RequestContext?.Http?.Method is not "POST")
            return Problems.Create(405, "method-not-allowed", $"'{path}' is asked with POST and a JSON body.", ("allow", "POST"));
        if (!IsJson(request))
            return Problems.Create(415, "content-type", $"Send the question as {ContentType}.");

        try
        {
            if (ReadBody(request) is not { } body)
                return Problems.Create(413, "too-large", $"A body has at most {MaxBodyBytes} bytes.");
            return Answer(PlanRequestReader.Read(body));
        }
        catch (PlanRequestException exception)
        {
            return Problems.Create(400, "bad-plan", exception.Message);
        }
    }

    private static HttpApiResponse Answer(PlanRequest request)
    {
        if (request.Frequencies is { } given)
            return Json(PlanReview.Describe(request, given, given.Count, exact: null));

        int[] allowed = [.. request.Bands.SelectMany(band => band.Frequencies).Where(request.Region.Lists)];
        var drones = request.Drones!.Value;
        if (ChannelPlanner.Propose(drones, allowed, request.Fixed, request.Avoid) is { } plan)
            return Json(PlanReview.Describe(request, plan.Frequencies, request.Fixed.Count, plan.IsExact));

        var choices = ChannelPlanner.Choices(allowed, request.Fixed, request.Avoid);
        var bands = string.Join(", ", request.Bands.Select(band => band.Name));
        return Problems.Create(
            400,
            "too-few-channels",
            $"{drones - request.Fixed.Count} channels are to be chosen and {choices} can be: the bands {bands} in region "
            + $"'{request.Region.Name}' have no more beside those that are fixed or to be avoided. Add bands, or fly fewer drones at once.");
    }

    private static byte[]? ReadBody(HttpApiRequest request)
    {
        var text = request.Body ?? "";
        if (text.Length > (MaxBodyBytes + 2) / 3 * 4)
            return null;
        byte[] body;
        try
        {
            body = request.IsBase64Encoded ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
        }
        catch (FormatException)
        {
            throw new PlanRequestException("The body is said to be base64 and is not.");
        }

        return body.Length <= MaxBodyBytes ? body : null;
    }

    private static bool IsJson(HttpApiRequest request)
    {
        // The gateway sends names in lower case; other hosts keep the client's.
        var type = (request.Headers ?? new Dictionary<string, string>())
            .FirstOrDefault(header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value ?? "";
        return type.Split(';')[0].Trim().Equals(ContentType, StringComparison.OrdinalIgnoreCase);
    }

    private static HttpApiResponse Json(PlanAnswer answer) => new()
    {
        StatusCode = 200,
        Headers = new Dictionary<string, string> { ["content-type"] = ContentType, ["cache-control"] = "no-store" },
        Body = JsonSerializer.Serialize(answer, CloudJsonContext.Default.PlanAnswer),
    };
}
