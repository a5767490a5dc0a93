namespace DroneLink.CloudSdk.Wire;
