using System.Globalization;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Ota;

/// <summary>What a device says of itself when it asks whether there is something for it.</summary>
/// <param name="Build">The build that it runs; 0 for the one that it was flashed with, if that has none.</param>
/// <param name="Version">The version that it runs.</param>
/// <param name="Runtime">What it can run: <see cref="OtaImage.Nano"/> or <see cref="OtaImage.Net"/>.</param>
/// <param name="Role">Its role, as it is configured; null for that of the registry.</param>
internal sealed record OtaAsk(int Build, OtaVersion Version, string Runtime, string? Role)
{
    /// <summary>Reads the query of a request.</summary>
    /// <returns>Null when it is malformed; <paramref name="problem"/> then says what is expected.</returns>
    public static OtaAsk? Read(HttpApiRequest request, out string problem)
    {
        var query = request.QueryStringParameters;
        return Create(
            int.TryParse(query?.GetValueOrDefault("build"), NumberStyles.None, CultureInfo.InvariantCulture, out var build) ? build : -1,
            query?.GetValueOrDefault("version"),
            query?.GetValueOrDefault("runtime"),
            query?.GetValueOrDefault("role"),
            out problem);
    }

    /// <summary>Reads a message.</summary>
    /// <returns>Null when it is malformed.</returns>
    public static OtaAsk? Read(JsonElement message) => Create(
        message.TryGetProperty("build", out var build) && build.ValueKind == JsonValueKind.Number && build.TryGetInt32(out var number) ? number : -1,
        Text(message, "version"),
        Text(message, "runtime"),
        Text(message, "role"),
        out _);

    private static OtaAsk? Create(int build, string? version, string? runtime, string? role, out string problem)
    {
        problem = "";
        if (build < 0)
            problem = $"build must be the build that the device runs, 0 to {int.MaxValue}.";
        else if (!OtaVersion.TryParse(version, out _))
            problem = "version must be the version that the device runs, such as 0.1.0, each part 0 to 255.";
        else if (runtime is not (OtaImage.Nano or OtaImage.Net))
            problem = $"runtime must be {OtaImage.Nano} or {OtaImage.Net}.";
        else if (role is not null && !OtaRelease.IsRole(role))
            problem = "role must be drone, groundReceiver or bench.";
        OtaVersion.TryParse(version, out var running);
        return problem.Length == 0 ? new OtaAsk(build, running, runtime!, role) : null;
    }

    private static string? Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
