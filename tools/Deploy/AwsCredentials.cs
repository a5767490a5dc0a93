namespace DroneLink.Deploy;

/// <summary>Whether there is anything to sign in to AWS with, before minutes are spent on a build. Nothing is read, nobody is asked.</summary>
public static class AwsCredentials
{
    private static readonly string[] Variables =
    [
        "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];

    /// <summary>Why a deployment cannot sign in, and what to do about it; null when it may.</summary>
    /// <param name="variable">Value of an environment variable; null when it is not set.</param>
    /// <param name="exists">Whether a file is there.</param>
    /// <param name="home">The home folder.</param>
    /// <param name="machine">Who made this machine, which EC2 tells; null when unknown.</param>
    public static string? WhyNot(Func<string, string?> variable, Func<string, bool> exists, string home, string? machine)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(exists);
        string[] files =
        [
            variable("AWS_SHARED_CREDENTIALS_FILE") ?? Path.Combine(home, ".aws", "credentials"),
            variable("AWS_CONFIG_FILE") ?? Path.Combine(home, ".aws", "config"),
        ];
        var found = Variables.Any(name => !string.IsNullOrEmpty(variable(name))) || files.Any(exists) || machine == "Amazon EC2";
        return found ? null : "There are no AWS credentials: run 'aws configure' or 'aws sso login', or set AWS_ACCESS_KEY_ID and its like.";
    }

    /// <summary>The same for this process.</summary>
    public static string? WhyNot()
    {
        const string Maker = "/sys/devices/virtual/dmi/id/sys_vendor";
        return WhyNot(
            Environment.GetEnvironmentVariable, File.Exists, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            File.Exists(Maker) ? File.ReadAllText(Maker).Trim() : null);
    }
}
