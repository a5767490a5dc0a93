using System;
using System.Collections;
using nanoFramework.Json;

namespace DroneLink.Firmware.Uplink
{
    /// <summary>The body that the ingest address answers 202 with.</summary>
    public static class IngestAnswer
    {
        /// <summary>Counts the rejected frames in <c>{"accepted":n,"duplicates":n,"rejected":[…]}</c>.</summary>
        /// <param name="json">The body.</param>
        /// <param name="frames">Frames that were posted.</param>
        /// <returns>How many were rejected; -1 when the answer does not account for exactly <paramref name="frames"/> frames.</returns>
        public static int CountRejected(string json, int frames)
        {
            try
            {
                Hashtable answer = JsonConvert.DeserializeObject(json, typeof(Hashtable)) as Hashtable;
                if (answer == null || !(answer["accepted"] is int) || !(answer["duplicates"] is int))
                {
                    return -1;
                }

                ArrayList rejected = answer["rejected"] as ArrayList;
                int count = rejected == null ? 0 : rejected.Count;
                return (int)answer["accepted"] + (int)answer["duplicates"] + count == frames ? count : -1;
            }
            catch (Exception)
            {
                // Whatever it is, it is no answer: nothing may be taken as stored.
                return -1;
            }
        }
    }
}
