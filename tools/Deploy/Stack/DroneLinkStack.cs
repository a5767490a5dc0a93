using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>The whole cloud side. It names no account and no region: it goes where the credentials point.</summary>
internal sealed class DroneLinkStack : Amazon.CDK.Stack
{
    /// <summary>Makes it.</summary>
    /// <param name="scope">The app.</param>
    /// <param name="settings">What differs between stacks.</param>
    /// <param name="code">The zipped bootstrap, or a folder with a placeholder.</param>
    /// <param name="isPlaceholder">Whether it is that; CDK then refuses to deploy.</param>
    public DroneLinkStack(Construct scope, StackSettings settings, string code, bool isPlaceholder)
        : base(scope, settings.Prefix, new StackProps
        {
            StackName = settings.Prefix,
            Description = $"DroneLink telemetry, {settings.Stage}",
            TerminationProtection = true,
        })
    {
        var encryption = new Encryption(this, "Encryption", settings.Prefix);
        var stores = new DataStores(this, "Stores", settings, encryption);
        var functions = new Functions(this, "Functions", settings, encryption, stores, Code.FromAsset(code));
        var http = new HttpEntrance(this, "Http", settings, encryption, functions);
        var iot = new IotEntrance(this, "Iot", settings, new Grants(stores, encryption), stores, functions);
        var alarms = new Alarms(this, "Alarms", settings, encryption, stores, functions, http, iot);

        Output("ApiUrl", http.Api.ApiEndpoint, "The HTTP API: a device's https.url, and where to ask.");
        Output("StreamName", stores.Stream.StreamName, "DRONELINK_STREAM");
        Output("TableName", stores.Table.TableName, "DRONELINK_TABLE");
        Output("SearchUrl", stores.SearchEndpoint, "DRONELINK_SEARCH_URL");
        Output("FramesRule", iot.Rules[0].Name, "The IoT rule that takes frames.");
        Output("AlarmTopic", alarms.Topic.TopicArn, "Where alarms go.");
        Output(
            "IotEndpoint", "aws iot describe-endpoint --endpoint-type iot:Data-ATS",
            "This prints the host that devices connect to, mqtt.host; it is the account's, not this stack's.");

        if (isPlaceholder)
            Annotations.Of(this).AddError("The functions' code is a placeholder: this can be read, not deployed. Use 'deploy'.");
    }

    private void Output(string name, string value, string description) =>
        _ = new CfnOutput(this, name, new CfnOutputProps { Value = value, Description = description });
}
