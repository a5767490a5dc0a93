namespace DroneLink.Firmware.Peers
{
    /// <summary>Why a beacon was not believed. Each is counted, see <see cref="PeerReceiver.Count"/>.</summary>
    public enum BeaconRefusal
    {
        /// <summary>It was believed.</summary>
        None,

        /// <summary>Its bytes are no frame, or no datagram, of this version; or it was changed on the way.</summary>
        Malformed,

        /// <summary>A frame of something else: signed, of more than one record, or of no position.</summary>
        NotPosition,

        /// <summary>No such position or speed is possible, or it is 0, 0: that is a GPS without a fix.</summary>
        OutOfRange,

        /// <summary>It is the own one.</summary>
        Own,

        /// <summary>It speaks of another drone than the one that it came from.</summary>
        NotItsSender,

        /// <summary>Its time is off by more than <see cref="PeerReceiver.MaxAgeMs"/>.</summary>
        Stale,

        /// <summary>It, or a later one, was heard already, on either way.</summary>
        Replayed,

        /// <summary>It is of another fleet.</summary>
        OtherFleet,

        /// <summary>It is signed with a key that is not, or not any more, the fleet's.</summary>
        UnknownKey,

        /// <summary>Its signature is wrong.</summary>
        Forged,

        /// <summary>There were too many to look at.</summary>
        TooMany,

        /// <summary>There are <see cref="PeerTable.Capacity"/> nearer ones.</summary>
        TableFull,
    }
}
