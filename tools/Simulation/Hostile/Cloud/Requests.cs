using System.Globalization;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.Simulation.Hostile.Cloud;

/// <summary>Requests of devices and people, as a gateway hands them on.</summary>
internal static class Requests
{
    /// <summary>The time as devices say it.</summary>
    public static string Timestamp { get; } = Samples.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes one.</summary>
    public static HttpApiRequest Of(string method, string path, byte[]? body = null, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        var all = new Dictionary<string, string> { ["content-type"] = contentType };
        foreach (var (name, value) in headers) all[name] = value;
        return new HttpApiRequest
        {
            RawPath = path,
            Headers = all,
            Body = body is null ? null : Convert.ToBase64String(body),
            IsBase64Encoded = body is not null,
            RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = method, Path = path } },
        };
    }

    /// <summary>Makes a post of frames in a device's name. Of a header that is there already the last one counts.</summary>
    public static HttpApiRequest Frames(string device, string timestamp, string signature, byte[] body, params (string Name, string Value)[] more) => Of(
        "POST", "/v1/frames", body, "application/vnd.dronelink.frames", [("x-device-id", device), ("x-timestamp", timestamp), ("x-signature", signature), .. more]);

    /// <summary>Makes a GET in a device's name.</summary>
    public static HttpApiRequest Get(string path, string device, string timestamp, string signature, params (string Name, string Value)[] more) => Of(
        "GET", path, null, "", [("x-device-id", device), ("x-timestamp", timestamp), ("x-signature", signature), .. more]);
}
