using Amazon.DynamoDBv2;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
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
    public static async Task<AwsCloud> OpenAsync(
        TimeProvider time,
        Action<ProjectionProblem>? report,
        Action<IReadOnlyList<ProjectedRecord>>? stored,
        CancellationToken cancellationToken)
    {
        AwsCloudOptions options;
        AwsClients clients;
        try
        {
            options = AwsCloudOptions.FromEnvironment();
            clients = AwsClients.FromEnvironment(options);
        }
        catch (Exception e) when (e is FormatException or AmazonClientException)
        {
            throw new UserErrorException($"AWS cannot be used: {e.Message}", e);
        }

        try
        {
            // What the station cannot do without, before anything listens.
            var cloud = new AwsCloud(options, clients, time, report, stored);
            await clients.Kinesis.ListShardsAsync(new ListShardsRequest { StreamName = options.StreamName }, cancellationToken).ConfigureAwait(false);
            await cloud.Registry.ListAsync(cancellationToken).ConfigureAwait(false);
            await cloud.Search.SearchAsync(new EventQuery { Limit = 1 }, cancellationToken).ConfigureAwait(false);
            return cloud;
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or SearchException or HttpRequestException or InvalidOperationException)
        {
            clients.Dispose();
            throw new UserErrorException(
                e is Amazon.Kinesis.Model.ResourceNotFoundException or Amazon.DynamoDBv2.Model.ResourceNotFoundException
                    ? $"AWS cannot be used: {e.Message} Deploy the stack (tools/Deploy), or name another with DRONELINK_STREAM and DRONELINK_TABLE."
                    : $"AWS cannot be used: {e.Message}",
                e);
        }
    }

    /// <summary>Does something on the table that the environment names.</summary>
    /// <exception cref="UserErrorException">It cannot be used.</exception>
    public static async Task<int> OnTableAsync(Func<DynamoTable, Task<int>> work)
    {
        try
        {
            using var client = new AmazonDynamoDBClient(new AmazonDynamoDBConfig { MaxErrorRetry = 0 });
            return await work(new DynamoTable(client, AwsCloudOptions.FromEnvironment().TableName, TimeProvider.System)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException or FormatException)
        {
            throw new UserErrorException($"AWS cannot be used: {e.Message} Check the region, the credentials and DRONELINK_TABLE.", e);
        }
    }
}
