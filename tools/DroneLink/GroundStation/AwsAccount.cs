using Amazon.DynamoDBv2;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.Tool.GroundStation;

/// <summary>Opens the cloud of an AWS account, and says in plain words why it cannot be.</summary>
internal static class AwsAccount
{
    /// <summary>Opens the one that the environment names, after seeing that its parts are there.</summary>
    /// <exception cref="UserErrorException">It cannot be used.</exception>
    public static Task<AwsCloud> OpenAsync(
        TimeProvider time,
        Action<ProjectionProblem>? report,
        Action<IReadOnlyList<ProjectedRecord>>? stored,
        CancellationToken cancellationToken) => SayingWhyNotAsync(
        async () =>
        {
            var options = AwsCloudOptions.FromEnvironment();
            CheckLogin();
            var clients = AwsClients.FromEnvironment(options);
            try
            {
                // What the station cannot do without, before anything listens.
                var cloud = new AwsCloud(options, clients, time, report, stored);
                await clients.Kinesis.ListShardsAsync(new ListShardsRequest { StreamName = options.StreamName }, cancellationToken).ConfigureAwait(false);
                await cloud.Registry.ListAsync(cancellationToken).ConfigureAwait(false);
                await cloud.Search.SearchAsync(new EventQuery { Limit = 1 }, cancellationToken).ConfigureAwait(false);
                return cloud;
            }
            catch (Exception e)
            {
                clients.Dispose();
                if (e is InvalidOperationException)
                    throw CannotBeUsed(e.Message, e);
                throw;
            }
        },
        cancellationToken);

    /// <summary>Does something on the table that the environment names.</summary>
    /// <exception cref="UserErrorException">It cannot be used.</exception>
    public static Task<int> OnTableAsync(Func<DynamoTable, Task<int>> work, CancellationToken cancellationToken) => SayingWhyNotAsync(
        async () =>
        {
            var name = AwsCloudOptions.FromEnvironment().TableName;
            CheckLogin();
            using var client = new AmazonDynamoDBClient(new AmazonDynamoDBConfig { MaxErrorRetry = 0 });
            return await work(new DynamoTable(client, name, TimeProvider.System)).ConfigureAwait(false);
        },
        cancellationToken);

    // What the SDK says itself about what is missing is a page of the places that it looked at.
    private static void CheckLogin()
    {
        if (FallbackRegionFactory.GetRegionEndpoint() is null)
            throw CannotBeUsed("There is no region. Set AWS_REGION, or a region in the profile that AWS_PROFILE names.");
        try
        {
            DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException e)
        {
            throw CannotBeUsed(
                (e.Message.Contains('\n', StringComparison.Ordinal) ? "There are no credentials." : e.Message)
                + " Set AWS_PROFILE to a profile that 'aws configure' made, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
                e);
        }
    }

    private static async Task<T> SayingWhyNotAsync<T>(Func<Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            return await use().ConfigureAwait(false);
        }
        catch (Exception e) when (e is Amazon.Kinesis.Model.ResourceNotFoundException or Amazon.DynamoDBv2.Model.ResourceNotFoundException)
        {
            throw CannotBeUsed($"{e.Message} Deploy the stack (tools/Deploy), or name another with AWS_REGION, DRONELINK_STREAM and DRONELINK_TABLE.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw CannotBeUsed("It does not answer.", e);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or SearchException or HttpRequestException or TimeoutException or FormatException)
        {
            throw CannotBeUsed(e.Message, e);
        }
    }

    private static UserErrorException CannotBeUsed(string message, Exception? cause = null) => new($"AWS cannot be used: {message}", cause);
}
